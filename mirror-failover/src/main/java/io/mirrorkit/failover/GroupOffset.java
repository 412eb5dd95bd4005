package io.mirrorkit.failover;

import io.mirrorkit.api.ledger.Checkpoint;
import io.mirrorkit.api.ledger.GroupStatus.GroupPosition;
import io.mirrorkit.failover.internal.CheckpointEvidence;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * A group's offset in one source partition, as it was seen last.
 *
 * @param source the partition on the source
 * @param remote the partition on the target
 * @param sourceOffset the offset, if there is one
 * @param perSecond the group's speed, if it is known
 * @param synced what group sync wrote on the target last, if it did
 * @param problem why the offset can't be translated; empty if the writer had nothing against it
 * @param seenAt when it was seen
 * @param checkpoint the checkpoint it comes from, if it comes from one
 */
record GroupOffset(
        TopicPartition source,
        TopicPartition remote,
        OptionalLong sourceOffset,
        OptionalLong perSecond,
        OptionalLong synced,
        String problem,
        Optional<Instant> seenAt,
        Optional<Checkpoint> checkpoint) {

    static GroupOffset of(GroupPosition position, TopicPartition remote, Instant seenAt) {
        return new GroupOffset(
                new TopicPartition(position.topic(), position.partition()),
                remote,
                ifNatural(position.sourceOffset()),
                ifNatural(position.perSecond()),
                ifNatural(position.synced()),
                position.problem(),
                Optional.of(seenAt),
                Optional.empty());
    }

    static GroupOffset of(CheckpointEvidence.Seen seen, TopicPartition source, TopicPartition remote) {
        return new GroupOffset(
                source,
                remote,
                ifNatural(seen.checkpoint().sourceOffset()),
                OptionalLong.empty(),
                OptionalLong.empty(),
                "",
                Optional.of(seen.at()),
                Optional.of(seen.checkpoint()));
    }

    private static OptionalLong ifNatural(long number) {
        return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }
}
