package io.mirrorkit.failover.switching;

import io.mirrorkit.api.ledger.MemberStatus;
import io.mirrorkit.api.ledger.MemberStatus.MemberOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes one position per partition of what a group's members say. A member of the group's newest generation knows best; of two that claim a
 * partition in one generation the one that is further back is believed (invariant C). Pure.
 */
final class Merge {

    /**
     * Where a group is in a partition.
     *
     * @param generation the generation of the member that says so
     * @param offset what it says
     */
    record Merged(int generation, MemberOffset offset) {

        private Merged better(Merged other) {
            if (generation != other.generation) {
                return generation > other.generation ? this : other;
            }
            return offset.position() <= other.offset.position() ? this : other;
        }
    }

    private Merge() {}

    static Map<TopicPartition, Merged> of(Collection<MemberStatus> members) {
        Map<TopicPartition, Merged> merged = new HashMap<>();
        for (MemberStatus member : members) {
            for (MemberOffset offset : member.offsets()) {
                merged.merge(
                        new TopicPartition(offset.topic(), offset.partition()),
                        new Merged(member.generation(), offset),
                        Merged::better);
            }
        }
        return merged;
    }
}
