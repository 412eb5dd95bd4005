package io.mirrorkit.failover;

import io.mirrorkit.api.ledger.GroupStatus;
import io.mirrorkit.failover.internal.CheckpointEvidence;
import io.mirrorkit.failover.internal.LedgerEvidence;
import io.mirrorkit.failover.internal.StatusEvidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What an operator should know of a group's plan besides. Pure. */
record PlanNotes(Evidence evidence, Duration oldAfter) {

    List<String> of(String group, Collection<PartitionPlan> plans) {
        List<String> notes = new ArrayList<>();
        evidence.status().map(StatusEvidence::notes).ifPresent(notes::addAll);
        evidence.ledger().map(LedgerEvidence::notes).ifPresent(notes::addAll);
        skippedCheckpoints().ifPresent(notes::add);
        groupSync(group).ifPresent(notes::add);
        oldest(plans)
                .filter(age -> age.compareTo(oldAfter) > 0)
                .ifPresent(age -> notes.add("the evidence is " + PlanTable.age(age) + " old"));
        return notes;
    }

    private Optional<String> skippedCheckpoints() {
        return evidence.checkpoints()
                .map(CheckpointEvidence::skipped)
                .filter(skipped -> skipped > 0)
                .map(skipped -> skipped + " records of the checkpoints topic can't be used");
    }

    private Optional<String> groupSync(String group) {
        return evidence.status()
                .map(known -> known.groups().get(group))
                .map(GroupStatus::note)
                .filter(note -> !note.isEmpty())
                .map(note -> "group sync left the group alone: " + note);
    }

    private static Optional<Duration> oldest(Collection<PartitionPlan> plans) {
        return plans.stream()
                .flatMap(plan -> plan.evidenceAge().group().stream())
                .max(Duration::compareTo);
    }
}
