package io.mirrorkit.core;

import io.mirrorkit.api.ledger.GroupStatus;
import io.mirrorkit.api.ledger.SlotStatus.PartitionStatus;
import java.util.List;
import java.util.Map;

/**
 * How a flow stood when it was looked at last (at most {@code status.interval.ms} ago).
 *
 * @param flow the flow's name
 * @param state how it stands
 * @param reason why; empty where there is nothing to say
 * @param partitions its source partitions, in no order; empty while it is not running
 * @param groups the groups it follows, by id
 * @param refusedTopics why topics that its filter takes are not replicated, by source topic
 * @param lane how its records travel
 */
public record FlowStatus(
        String flow,
        FlowState state,
        String reason,
        List<PartitionStatus> partitions,
        Map<String, GroupStatus> groups,
        Map<String, String> refusedTopics,
        LaneStatus lane) {

    /**
     * Copies the collections.
     *
     * @param flow the flow's name
     * @param state how it stands
     * @param reason why
     * @param partitions its partitions
     * @param groups its groups
     * @param refusedTopics reasons by source topic
     * @param lane how its records travel
     */
    public FlowStatus {
        partitions = List.copyOf(partitions);
        groups = Map.copyOf(groups);
        refusedTopics = Map.copyOf(refusedTopics);
    }

    /**
     * How many offsets lie between the positions and what can be read.
     *
     * @return the sum over all partitions; transaction markers count as offsets
     */
    public long lag() {
        return partitions.stream().mapToLong(PartitionStatus::lag).sum();
    }

    /**
     * How many records the target has acknowledged since the engine started.
     *
     * @return the sum over all partitions
     */
    public long copied() {
        return partitions.stream().mapToLong(PartitionStatus::copied).sum();
    }

    /**
     * How many records the target holds twice, as far as this engine found them.
     *
     * @return the sum over all partitions
     */
    public long doubled() {
        return partitions.stream().mapToLong(PartitionStatus::doubled).sum();
    }
}
