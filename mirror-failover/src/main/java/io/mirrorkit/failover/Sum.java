package io.mirrorkit.failover;

import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Adds partitions up to {@link PlanTotals}. */
final class Sum {
    private final Set<TopicPartition> counted = new HashSet<>();
    private int seeks;
    private int exact;
    private int holds;
    private long atMost;
    private int unbounded;
    private long sinceEvidence;
    private long notThere;
    private long notArrived;

    void add(PartitionPlan plan) {
        if (plan.decision() instanceof Decision.Seek seek) {
            addSeek(plan, seek);
        } else {
            holds++;
        }
        if (counted.add(plan.source())) {
            notArrived += plan.notArrived().map(NotArrived::readable).orElse(0L);
        }
    }

    private void addSeek(PartitionPlan plan, Decision.Seek seek) {
        seeks++;
        exact += seek.basis().exact() ? 1 : 0;
        unbounded += plan.readAgain().atMost().isPresent() ? 0 : 1;
        atMost += plan.readAgain().atMost().orElse(0);
        sinceEvidence += plan.readAgain().sinceEvidence().orElse(0);
        notThere += plan.offsetsNotThere();
    }

    PlanTotals totals() {
        return new PlanTotals(seeks, exact, holds, atMost, unbounded, sinceEvidence, notThere, notArrived);
    }
}
