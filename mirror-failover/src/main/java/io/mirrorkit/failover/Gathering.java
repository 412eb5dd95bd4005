package io.mirrorkit.failover;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.errors.FlowRefusedException;
import io.mirrorkit.api.ledger.FlowDefinition;
import io.mirrorkit.failover.Completeness.Missing;
import io.mirrorkit.failover.Completeness.What;
import io.mirrorkit.failover.internal.AnchorCounter.Counts;
import io.mirrorkit.failover.internal.CheckpointEvidence;
import io.mirrorkit.failover.internal.Deadline;
import io.mirrorkit.failover.internal.LedgerEvidence;
import io.mirrorkit.failover.internal.NotInTime;
import io.mirrorkit.failover.internal.StatusEvidence;
import io.mirrorkit.failover.internal.Target;
import io.mirrorkit.failover.internal.TargetEvidence;
import io.mirrorkit.failover.internal.TargetTopic;
import io.mirrorkit.failover.internal.TopicReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the evidence for one plan, step by step, until it is all there or the deadline comes. What a step could not read in time is noted
 * as missing, and the next step is left to find the deadline passed. Not thread-safe: made for one call, in the caller's thread.
 */
final class Gathering {

    /** What makes one flow's offsets other than another's. */
    private static final List<String> PARTS_THAT_COUNT = List.of("source", "target", "policy", "offset translator");

    private final Flow flow;
    private final Target target;
    private final TopicReader reader;
    private final Deadline deadline;
    private final List<Missing> missing = new ArrayList<>();
    private Optional<LedgerEvidence> ledger = Optional.empty();
    private Optional<StatusEvidence> status = Optional.empty();
    private Optional<CheckpointEvidence> checkpoints = Optional.empty();
    private TargetEvidence seen = TargetEvidence.NONE;
    private FlowTopics topics;

    Gathering(Flow flow, Target target, TopicReader reader, Deadline deadline) {
        this.flow = flow;
        this.target = target;
        this.reader = reader;
        this.deadline = deadline;
        this.topics = FlowTopics.none(flow);
    }

    Evidence evidence() {
        return new Evidence(ledger, status, checkpoints, seen, Counts.NONE, missing);
    }

    /**
     * Finds the flow's topics, and reads which groups there are and where they stand on the source.
     *
     * @throws FlowRefusedException if the target knows no such flow
     */
    Gathering groups() {
        if (!findTopics()) {
            missing(What.TARGET, "the target cluster did not answer within " + deadline);
        } else if (topics.has(topics.ledger()) && topics.has(topics.status())) {
            readStatus();
        } else if (topics.has(topics.checkpoints())) {
            readCheckpoints();
        }
        return this;
    }

    /**
     * Reads what the ledger and the target say of source partitions.
     *
     * @throws FlowRefusedException if the flow is another one than the ledger's
     */
    Gathering partitions(Collection<TopicPartition> sources, Collection<TopicPartition> remotes) {
        if (missing.stream().noneMatch(one -> one.what() == What.TARGET)) {
            if (topics.has(topics.ledger())) {
                readLedger(Set.copyOf(sources));
            }
            readRemotes(Set.copyOf(remotes));
        }
        return this;
    }

    private boolean findTopics() {
        try {
            seen = new TargetEvidence(Optional.of(target.clusterId(deadline)), Map.of(), Map.of());
            topics = FlowTopics.of(flow, target, deadline);
            return true;
        } catch (NotInTime e) {
            return false;
        }
    }

    private void readStatus() {
        StatusEvidence.Builder builder = new StatusEvidence.Builder();
        Set<Integer> unread =
                reader.read(topics.status(), topics.partitionsOf(topics.status()), deadline, builder::add);
        if (!unread.isEmpty()) {
            missing(What.STATUS, "the status topic was not read to its end within " + deadline);
        }
        status = Optional.of(builder.build());
    }

    private void readCheckpoints() {
        CheckpointEvidence.Builder builder = new CheckpointEvidence.Builder();
        if (!reader.read(topics.checkpoints(), Set.of(0), deadline, builder::add)
                .isEmpty()) {
            missing(What.CHECKPOINTS, "the topic of checkpoints was not read to its end within " + deadline);
        }
        checkpoints = Optional.of(builder.build());
    }

    private void readLedger(Set<TopicPartition> sources) {
        Set<Integer> all = topics.partitionsOf(topics.ledger());
        LedgerEvidence.Builder builder = new LedgerEvidence.Builder(sources::contains);
        Set<Integer> unread = reader.read(topics.ledger(), Set.of(0), deadline, builder::add);
        LedgerEvidence first = builder.build(all.size(), unread);
        first.definition().ifPresent(this::refuseOtherFlow);
        Set<Integer> slots = sources.stream().map(first::slotOf).collect(Collectors.toCollection(TreeSet::new));
        slots.remove(0);
        if (!slots.isEmpty()) {
            unread = union(unread, reader.read(topics.ledger(), slots, deadline, builder::add));
        }
        ledger = Optional.of(builder.build(all.size(), unread));
    }

    private static Set<Integer> union(Set<Integer> some, Set<Integer> others) {
        Set<Integer> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }

    /** Under another naming or translation the answers would be about other topics and offsets than the engine's. */
    private void refuseOtherFlow(FlowDefinition definition) {
        Map<String, String> here = new TreeMap<>(flow.describeParts());
        List<String> differences = PARTS_THAT_COUNT.stream()
                .filter(part ->
                        !here.getOrDefault(part, "").equals(definition.parts().getOrDefault(part, "")))
                .map(part -> part + ": \"" + here.get(part) + "\" here, \""
                        + definition.parts().getOrDefault(part, "") + "\" in the ledger")
                .toList();
        if (!differences.isEmpty()) {
            throw new FlowRefusedException(
                    "Flow " + flow.name() + " is another one than the ledger's: " + String.join("; ", differences)
                            + ".",
                    "build the flow as the engine's application builds it.");
        }
    }

    private void readRemotes(Set<TopicPartition> remotes) {
        Set<String> names = remotes.stream().map(TopicPartition::topic).collect(Collectors.toSet());
        if (names.isEmpty() || deadline.passed()) {
            return;
        }
        Map<String, TargetTopic> answers = target.topics(names, deadline);
        Set<TopicPartition> there = remotes.stream()
                .filter(remote -> answers.get(remote.topic()) instanceof TargetTopic.Present topic
                        && remote.partition() < topic.partitions())
                .collect(Collectors.toSet());
        seen = new TargetEvidence(
                seen.clusterId(), answers, there.isEmpty() ? Map.of() : target.bounds(there, deadline));
    }

    private void missing(What what, String detail) {
        missing.add(new Missing(what, detail));
    }
}
