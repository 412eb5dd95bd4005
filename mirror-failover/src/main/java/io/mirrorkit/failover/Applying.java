package io.mirrorkit.failover;

import io.mirrorkit.api.errors.MirrorException;
import io.mirrorkit.api.errors.PlanRefusedException;
import io.mirrorkit.failover.Planner.Planned;
import io.mirrorkit.failover.internal.Deadline;
import io.mirrorkit.failover.internal.TargetGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits plans. Keeps invariant <b>H</b>: a group that is active is never moved, and none is moved backwards unasked but over what group
 * sync wrote. Thread-safe.
 */
final class Applying {

    private static final Logger LOG = LoggerFactory.getLogger(FailoverClient.class);

    private final TargetGroups groups;

    Applying(TargetGroups groups) {
        this.groups = groups;
    }

    /** What can be refused without asking the cluster. */
    static void refuseHeld(GroupPlan plan, Set<ApplyOption> options) {
        if (!plan.ready() && !options.contains(ApplyOption.ALLOW_HELD)) {
            throw new PlanRefusedException(
                    "The plan of group " + plan.group() + " is " + plan.completeness() + " and holds "
                            + plan.holds().size() + " partitions: " + plan.holds() + ".",
                    "mend what it names and plan again, or apply the rest with ALLOW_HELD.");
        }
    }

    /** A plan that lacks groups would leave them behind without a word. */
    static void refuseShort(FailoverPlan plan, Set<ApplyOption> options) {
        boolean lacksGroups = plan.completeness().missing().stream().anyMatch(Evidence::isOfGroups);
        if (lacksGroups && !options.contains(ApplyOption.ALLOW_HELD)) {
            throw new PlanRefusedException(
                    "The plan of all groups is " + plan.completeness() + ".",
                    "mend what it names and plan again, or apply the rest with ALLOW_HELD.");
        }
    }

    /**
     * Applies a plan.
     *
     * @param now the same group's plan, made just before
     */
    Applied apply(GroupPlan plan, Planned now, Set<ApplyOption> options, Deadline deadline) {
        refuseHeld(plan, options);
        refuseActive(plan.group(), deadline);
        refuseChanged(plan, now.plan());
        Map<TopicPartition, Long> seeks = plan.seeks();
        if (!options.contains(ApplyOption.ALLOW_REWIND)) {
            refuseRewind(plan.group(), seeks, now.synced(), groups.committed(plan.group(), deadline));
        }
        if (!seeks.isEmpty()) {
            groups.commit(plan.group(), seeks, deadline);
            refuseOverwritten(plan.group(), seeks, groups.committed(plan.group(), deadline));
        }
        LOG.atInfo()
                .addKeyValue("flow", plan.flow())
                .addKeyValue("group", plan.group())
                .addKeyValue("partitions", seeks.size())
                .log("Applied a plan");
        return new Applied(plan.flow(), plan.group(), seeks, plan.holds());
    }

    /**
     * Applies the plans of all groups; one that is refused does not stop the others.
     *
     * @param deadlines makes a deadline for each group
     */
    Map<String, ApplyOutcome> applyAll(
            FailoverPlan plan, Map<String, Planned> now, Set<ApplyOption> options, Supplier<Deadline> deadlines) {
        Map<String, ApplyOutcome> outcomes = new TreeMap<>();
        plan.groups()
                .forEach((group, then) -> outcomes.put(group, outcome(then, now.get(group), options, deadlines.get())));
        return outcomes;
    }

    private ApplyOutcome outcome(GroupPlan then, @Nullable Planned now, Set<ApplyOption> options, Deadline deadline) {
        try {
            return now == null ? gone(then) : new ApplyOutcome.Done(apply(then, now, options, deadline));
        } catch (MirrorException e) {
            return new ApplyOutcome.Failed(e);
        }
    }

    private static ApplyOutcome gone(GroupPlan then) {
        return new ApplyOutcome.Failed(new PlanRefusedException(
                "Nothing is known of group " + then.group() + " any more.", "plan again and look at the difference."));
    }

    private void refuseActive(String group, Deadline deadline) {
        groups.activeState(group, deadline).ifPresent(state -> {
            throw new PlanRefusedException(
                    "Group " + group + " is active on the target (" + state + "), so its offsets are its members' own.",
                    "stop its consumers there, then apply again.");
        });
    }

    private static void refuseChanged(GroupPlan then, GroupPlan now) {
        List<String> changes = PlanChanges.between(then, now);
        if (!changes.isEmpty()) {
            throw new PlanRefusedException(
                    "The plan of group " + then.group() + " made " + then.madeAt() + " no longer holds ("
                            + now.completeness() + "): " + String.join("; ", changes) + ".",
                    "plan again, look at the difference, and apply the new plan.");
        }
    }

    private static void refuseRewind(
            String group,
            Map<TopicPartition, Long> seeks,
            Map<TopicPartition, Long> synced,
            Map<TopicPartition, OffsetAndMetadata> committed) {
        List<String> rewinds = new ArrayList<>();
        seeks.forEach((remote, offset) -> {
            OffsetAndMetadata there = committed.get(remote);
            if (there != null && there.offset() > offset && !isBySync(there, synced.get(remote))) {
                rewinds.add(remote + " from " + there.offset() + " to " + offset);
            }
        });
        if (!rewinds.isEmpty()) {
            throw new PlanRefusedException(
                    "The plan would move group " + group + " backwards on the target, over offsets that group sync did"
                            + " not write: " + String.join("; ", rewinds) + ".",
                    "leave the group where it is if it has worked on the target; else apply with ALLOW_REWIND.");
        }
    }

    private static boolean isBySync(OffsetAndMetadata there, @Nullable Long synced) {
        return synced != null && synced == there.offset();
    }

    private static void refuseOverwritten(
            String group, Map<TopicPartition, Long> seeks, Map<TopicPartition, OffsetAndMetadata> committed) {
        List<String> differing = new ArrayList<>();
        seeks.forEach((remote, offset) -> {
            OffsetAndMetadata there = committed.get(remote);
            if (there == null || there.offset() != offset) {
                differing.add(
                        remote + ": " + offset + " written, " + (there == null ? "none" : there.offset()) + " read");
            }
        });
        if (!differing.isEmpty()) {
            throw new PlanRefusedException(
                    "The offsets of group " + group + " were committed, but somebody changed them at once: "
                            + String.join("; ", differing) + ".",
                    "find out who else commits for the group on the target, then plan and apply again.");
        }
    }
}
