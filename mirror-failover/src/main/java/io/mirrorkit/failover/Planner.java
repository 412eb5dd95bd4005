package io.mirrorkit.failover;

import io.mirrorkit.api.Flow;
import io.mirrorkit.failover.Completeness.Missing;
import io.mirrorkit.failover.Completeness.What;
import io.mirrorkit.failover.internal.AnchorCounter.Wanted;
import io.mirrorkit.failover.internal.StatusEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Makes plans of evidence. Pure: the same evidence and the same now give the same plan. */
final class Planner {

    /**
     * A plan with what applying it needs to know besides.
     *
     * @param plan the plan
     * @param synced what group sync wrote last, by partition of the target
     */
    record Planned(GroupPlan plan, Map<TopicPartition, Long> synced) {}

    private final Flow flow;
    private final Evidence evidence;
    private final GroupOffsets offsets;
    private final Optional<LedgerAnswers> ledger;
    private final CheckpointAnswers checkpoints;
    private final PartitionPlanner partitions;
    private final Instant now;
    private final PlanNotes notes;

    Planner(Flow flow, Evidence evidence, Instant now, Duration oldAfter) {
        this.flow = flow;
        this.evidence = evidence;
        this.offsets = new GroupOffsets(flow, evidence);
        this.ledger = evidence.ledger().map(known -> new LedgerAnswers(flow, known, evidence));
        this.checkpoints = new CheckpointAnswers(new RemotePartitions(evidence.target()));
        this.partitions = new PartitionPlanner(evidence, ledger, now);
        this.now = now;
        this.notes = new PlanNotes(evidence, oldAfter);
    }

    /** The plan of one group, known or not. */
    Planned plan(String group) {
        List<Missing> missing = new ArrayList<>(evidence.missing());
        Map<TopicPartition, PartitionPlan> plans = new LinkedHashMap<>();
        Map<TopicPartition, Long> synced = new LinkedHashMap<>();
        Lacking lacking = new Lacking();
        for (GroupOffset offset : offsets.of(group)) {
            Answer answer = answer(offset);
            lacking.add(offset.source(), answer);
            plans.put(offset.source(), partitions.plan(offset, answer));
            offset.synced().ifPresent(written -> synced.put(offset.remote(), written));
        }
        missing.addAll(lacking.missing());
        unknown(group).ifPresent(missing::add);
        List<String> texts = notes.of(group, plans.values());
        return new Planned(
                new GroupPlan(flow.name(), group, now, Completeness.of(missing), plans, texts), Map.copyOf(synced));
    }

    /** The plans of all groups that are known. */
    Map<String, Planned> planAll() {
        Map<String, Planned> plans = new LinkedHashMap<>();
        offsets.groups().forEach(group -> plans.put(group, plan(group)));
        return plans;
    }

    /** The plan of all groups, with what their plans lack. */
    FailoverPlan summary(Map<String, Planned> plans) {
        Set<Missing> missing = new LinkedHashSet<>(evidence.missing());
        Map<String, GroupPlan> groups = new LinkedHashMap<>();
        plans.forEach((group, planned) -> {
            missing.addAll(planned.plan().completeness().missing());
            groups.put(group, planned.plan());
        });
        return new FailoverPlan(flow.name(), now, Completeness.of(List.copyOf(missing)), groups);
    }

    /** What counting would make exact. */
    Set<Wanted> wanted(Collection<String> groups) {
        Set<Wanted> wanted = new LinkedHashSet<>();
        for (String group : groups) {
            for (GroupOffset offset : offsets.of(group)) {
                if (offset.sourceOffset().isPresent() && offset.problem().isEmpty()) {
                    wanted(offset.source(), offset.sourceOffset().getAsLong()).ifPresent(wanted::add);
                }
            }
        }
        return wanted;
    }

    /** What counting would make exact. */
    Set<Wanted> wantedOf(Map<TopicPartition, Long> sourceOffsets) {
        Set<Wanted> wanted = new LinkedHashSet<>();
        sourceOffsets.forEach((source, offset) -> wanted(source, offset).ifPresent(wanted::add));
        return wanted;
    }

    private Optional<Wanted> wanted(TopicPartition source, long offset) {
        return ledger.flatMap(answers -> answers.wanted(source, offsets.remote(source), offset));
    }

    /** The translation of an offset that somebody names. */
    TranslatedOffset translated(TopicPartition source, long offset) {
        TopicPartition remote = offsets.remote(source);
        Answer answer = unread().orElseGet(() ->
                ledger.map(answers -> answers.answer(source, remote, offset)).orElseGet(this::withoutLedger));
        return new TranslatedOffset(
                source, remote, offset, answer.decision(), answer.atMostAgain(), answer.offsetsNotThere());
    }

    /** The translation of an offset on the target that somebody names. */
    TranslatedBack translatedBack(TopicPartition source, TopicPartition remote, long offset) {
        Answer answer = unread().orElseGet(() ->
                ledger.map(answers -> answers.back(source, remote, offset)).orElseGet(this::withoutLedger));
        return new TranslatedBack(
                remote, source, offset, answer.decision(), answer.atMostAgain(), answer.offsetsNotThere());
    }

    private Answer withoutLedger() {
        return Answer.hold(
                Reason.NO_EVIDENCE, "flow " + flow.name() + " has no ledger on the target, only checkpoints");
    }

    /** What was read of the groups and of the source's topics may be old, so nothing is built on it. */
    private Optional<Answer> unread() {
        return evidence.groupsUnread().map(missing -> Answer.incomplete(missing.what(), missing.detail()));
    }

    private Answer answer(GroupOffset offset) {
        Answer answer =
                unread().orElseGet(() -> offset.sourceOffset().isEmpty() ? noOffset(offset) : translated(offset));
        return offset.problem().isEmpty() || seen(offset) || answer.decision() instanceof Decision.Hold
                ? answer
                : Answer.hold(Reason.UNTRANSLATABLE, "the engine could not translate the offset: " + offset.problem());
    }

    /**
     * Whether the source topic's id was seen, so that a ledger of another topic was not used. If so, what was a problem when the status was
     * written (nothing copied yet, no answer from the target) may be none now.
     */
    private boolean seen(GroupOffset offset) {
        return evidence.status().flatMap(status -> status.of(offset.source())).isPresent();
    }

    private static Answer noOffset(GroupOffset offset) {
        return Answer.hold(
                Reason.NO_EVIDENCE, "the group's offset in " + offset.source() + " on the source is not known");
    }

    private Answer translated(GroupOffset offset) {
        return ledger.map(answers -> answers.answer(
                        offset.source(), offset.remote(), offset.sourceOffset().orElse(0)))
                .or(() -> offset.checkpoint().map(seen -> checkpoints.answer(offset.remote(), seen)))
                .orElseGet(this::withoutLedger);
    }

    /** A group that nobody knows has a plan too: one that says so. */
    private Optional<Missing> unknown(String group) {
        String unreadable = evidence.status()
                .map(StatusEvidence::unreadableGroups)
                .map(groups -> groups.get(group))
                .orElse("");
        if (!unreadable.isEmpty()) {
            return Optional.of(
                    new Missing(What.GROUP, "the status of group " + group + " can't be decoded: " + unreadable));
        }
        return evidence.groupsUnread().isPresent() || offsets.groups().contains(group)
                ? Optional.empty()
                : Optional.of(new Missing(
                        What.GROUP,
                        "flow " + flow.name() + " never saw an offset of group " + group + " on the source"));
    }
}
