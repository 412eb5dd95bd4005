package io.mirrorkit.failover;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The plans of all groups that a flow knows.
 *
 * @param flow the flow's name
 * @param madeAt when the plan was made, by the client's clock
 * @param completeness whether all evidence was read; if the list of groups itself could not be read, groups are missing and this says so
 * @param groups the plans by group id, in order
 */
public record FailoverPlan(String flow, Instant madeAt, Completeness completeness, Map<String, GroupPlan> groups) {

    /**
     * Copies and sorts.
     *
     * @param flow the flow's name
     * @param madeAt when the plan was made, by the client's clock
     * @param completeness whether all evidence was read; if the list of groups itself could not be read, groups are missing and this says so
     * @param groups the plans by group id, in order
     */
    public FailoverPlan {
        groups = Collections.unmodifiableMap(new TreeMap<>(groups));
    }

    /**
     * Whether every group's plan can be applied without {@link ApplyOption#ALLOW_HELD}.
     *
     * @return true if nothing is missing and nothing is held
     */
    public boolean ready() {
        return completeness.complete() && groups.values().stream().allMatch(GroupPlan::ready);
    }

    /**
     * The plan in numbers.
     *
     * @return the totals over all groups
     */
    public PlanTotals totals() {
        List<PartitionPlan> all = groups.values().stream()
                .flatMap(group -> group.partitions().values().stream())
                .toList();
        return PlanTotals.of(all);
    }

    @Override
    public String toString() {
        return PlanTable.of(this);
    }
}
