package io.mirrorkit.core.internal.groups;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.Translation;
import io.mirrorkit.api.ledger.LogBounds;
import io.mirrorkit.core.internal.lane.MirroredPartition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Translates groups' offsets with the ledgers that are on the target. Pure. */
final class Translator {

    /** One group's offset in one source partition, and where it lies on the target. */
    record Translated(
            TopicPartition source,
            Optional<TopicPartition> remote,
            long sourceOffset,
            String metadata,
            Translation translation) {

        /** Why there is no translation; empty if there is one. */
        String problem() {
            return translation.fold(exact -> "", before -> "", edge -> "", Translation.Unavailable::reason);
        }
    }

    private final Flow flow;

    Translator(Flow flow) {
        this.flow = flow;
    }

    /**
     * Translates what a group committed.
     *
     * @param offsets the group's offsets on the source; a null value is a partition without one
     * @param partitions what is replicated, by source partition
     * @param bounds what the remote partitions hold
     */
    Map<TopicPartition, Translated> translate(
            Map<TopicPartition, OffsetAndMetadata> offsets,
            Map<TopicPartition, MirroredPartition> partitions,
            Map<TopicPartition, LogBounds> bounds) {
        Map<TopicPartition, Translated> all = new HashMap<>();
        offsets.forEach((source, committed) -> {
            if (committed != null && flow.topics().accepts(source.topic())) {
                all.put(source, translate(source, committed, Optional.ofNullable(partitions.get(source)), bounds));
            }
        });
        return all;
    }

    private Translated translate(
            TopicPartition source,
            OffsetAndMetadata committed,
            Optional<MirroredPartition> partition,
            Map<TopicPartition, LogBounds> bounds) {
        Optional<TopicPartition> remote = partition.map(MirroredPartition::remote);
        Translation translation = partition
                .map(found -> Optional.ofNullable(bounds.get(found.remote()))
                        .map(log -> flow.offsetTranslator().translate(found.ledger(), committed.offset(), log))
                        .orElseGet(() -> new Translation.Unavailable(
                                "the offsets of the remote partition are not known at the moment")))
                .orElseGet(() -> new Translation.Unavailable("the partition is not replicated"));
        return new Translated(source, remote, committed.offset(), committed.metadata(), translation);
    }
}
