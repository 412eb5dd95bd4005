package io.mirrorkit.failover;

import java.util.Collection;

/**
 * A plan in numbers. Sums leave out what is unknown; the counts say in how many partitions that is.
 *
 * @param seeks partitions that get an offset
 * @param exact how many of them get the very offset
 * @param holds partitions that are left alone
 * @param readAgainAtMost records read again at the most, where that is bounded
 * @param readAgainUnbounded partitions that get an offset for which nobody knows how many records are read again
 * @param readAgainSinceEvidence the guess of what is read again because the groups moved on after the evidence was taken
 * @param offsetsNotThere offsets that the groups have yet to read and that are not on the target
 * @param notArrived readable offsets that the source held when seen last and the target does not; a partition of several groups counts
 *     once
 */
public record PlanTotals(
        int seeks,
        int exact,
        int holds,
        long readAgainAtMost,
        int readAgainUnbounded,
        long readAgainSinceEvidence,
        long offsetsNotThere,
        long notArrived) {

    static PlanTotals of(Collection<PartitionPlan> partitions) {
        Sum sum = new Sum();
        partitions.forEach(sum::add);
        return sum.totals();
    }
}
