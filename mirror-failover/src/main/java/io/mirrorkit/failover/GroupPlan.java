package io.mirrorkit.failover;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a group would stand on the target cluster, in every partition in which it is known to have an offset on the source. A plan
 * changes nothing until it is applied.
 *
 * @param flow the flow's name
 * @param group the group's id
 * @param madeAt when the plan was made, by the client's clock
 * @param completeness whether all evidence was read
 * @param partitions one plan per partition of the source, by topic and number in order
 * @param notes what else an operator should know
 */
public record GroupPlan(
        String flow,
        String group,
        Instant madeAt,
        Completeness completeness,
        Map<TopicPartition, PartitionPlan> partitions,
        List<String> notes) {

    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    /**
     * Copies and sorts.
     *
     * @param flow the flow's name
     * @param group the group's id
     * @param madeAt when the plan was made, by the client's clock
     * @param completeness whether all evidence was read
     * @param partitions one plan per partition of the source, by topic and number in order
     * @param notes what else an operator should know
     */
    public GroupPlan {
        Map<TopicPartition, PartitionPlan> sorted = new LinkedHashMap<>();
        for (TopicPartition source : partitions.keySet().stream().sorted(ORDER).toList()) {
            sorted.put(source, partitions.get(source));
        }
        partitions = Collections.unmodifiableMap(sorted);
        notes = List.copyOf(notes);
    }

    /**
     * The offsets that applying the plan commits.
     *
     * @return immutable, by partition of the target; without the partitions that are held
     */
    public Map<TopicPartition, Long> seeks() {
        Map<TopicPartition, Long> seeks = new LinkedHashMap<>();
        partitions
                .values()
                .forEach(plan -> plan.decision().target().ifPresent(offset -> seeks.put(plan.remote(), offset)));
        return Collections.unmodifiableMap(seeks);
    }

    /**
     * What is left alone.
     *
     * @return immutable, by partition of the source
     */
    public Map<TopicPartition, Decision.Hold> holds() {
        Map<TopicPartition, Decision.Hold> holds = new LinkedHashMap<>();
        partitions.forEach((source, plan) -> plan.decision().hold().ifPresent(hold -> holds.put(source, hold)));
        return Collections.unmodifiableMap(holds);
    }

    /**
     * Whether the plan is complete and every partition gets an offset, so that it can be applied without
     * {@link ApplyOption#ALLOW_HELD}.
     *
     * @return true if nothing is missing and nothing is held
     */
    public boolean ready() {
        return completeness.complete() && holds().isEmpty();
    }

    /**
     * The plan of a partition of the target.
     *
     * @param remote a physical partition of the target
     * @return its plan, or empty if the group has no offset in the partition that it holds
     */
    public Optional<PartitionPlan> ofRemote(TopicPartition remote) {
        return partitions.values().stream()
                .filter(plan -> plan.remote().equals(remote))
                .findFirst();
    }

    /**
     * The plan in numbers.
     *
     * @return the totals
     */
    public PlanTotals totals() {
        return PlanTotals.of(partitions.values());
    }

    @Override
    public String toString() {
        return PlanTable.of(this);
    }
}
