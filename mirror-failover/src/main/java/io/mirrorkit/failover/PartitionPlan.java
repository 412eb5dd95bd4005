package io.mirrorkit.failover;

import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a group would stand in one partition.
 *
 * @param source the partition on the source cluster
 * @param remote the partition on the target cluster that holds its records
 * @param sourceOffset the group's offset on the source, by the evidence; empty if there is none
 * @param decision where it goes on, or why that can't be said
 * @param readAgain how many records it will read again
 * @param offsetsNotThere how many of the group's next source offsets are not on the target: never copied, not yet copied, or deleted
 *     there; 0 where none are
 * @param notArrived what the source held when it was seen last and the target does not; empty if the source was never seen
 * @param evidenceAge how old the evidence is
 * @param note what else an operator should know, such as why copying stopped; empty if there is nothing
 */
public record PartitionPlan(
        TopicPartition source,
        TopicPartition remote,
        OptionalLong sourceOffset,
        Decision decision,
        ReadAgain readAgain,
        long offsetsNotThere,
        Optional<NotArrived> notArrived,
        EvidenceAge evidenceAge,
        String note) {}
