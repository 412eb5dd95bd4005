package io.mirrorkit.failover;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.errors.AccessDeniedException;
import io.mirrorkit.api.errors.FlowRefusedException;
import io.mirrorkit.api.ledger.InternalTopics;
import io.mirrorkit.failover.internal.Deadline;
import io.mirrorkit.failover.internal.NotInTime;
import io.mirrorkit.failover.internal.Target;
import io.mirrorkit.failover.internal.TargetTopic;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which of a flow's own topics are on the target. Immutable. */
final class FlowTopics {

    private final Flow flow;
    private final Map<String, TargetTopic> answers;

    private FlowTopics(Flow flow, Map<String, TargetTopic> answers) {
        this.flow = flow;
        this.answers = answers;
    }

    /** Nothing is known of the topics. */
    static FlowTopics none(Flow flow) {
        return new FlowTopics(flow, Map.of());
    }

    /**
     * Asks the target.
     *
     * @throws NotInTime if it did not say so of every topic in time
     * @throws AccessDeniedException if it refuses a look at one that is needed
     * @throws FlowRefusedException if it knows no such flow
     */
    static FlowTopics of(Flow flow, Target target, Deadline deadline) {
        FlowTopics names = none(flow);
        FlowTopics topics = new FlowTopics(
                flow, target.topics(Set.of(names.ledger(), names.status(), names.checkpoints()), deadline));
        if (topics.answers.containsValue(new TargetTopic.Unanswered())) {
            throw new NotInTime("a look at the flow's topics");
        }
        topics.refuseDenied(topics.ledger());
        topics.refuseDenied(topics.status());
        topics.refuseUnknown(target, deadline);
        return topics;
    }

    private void refuseDenied(String topic) {
        if (answers.get(topic) instanceof TargetTopic.Denied denied) {
            throw new AccessDeniedException(
                    "The target refuses a look at topic " + topic + ": " + denied.message(),
                    "grant the user Describe and Read on it.");
        }
    }

    private void refuseUnknown(Target target, Deadline deadline) {
        if (partitionsOf(ledger()).isEmpty() && partitionsOf(checkpoints()).isEmpty()) {
            refuseDenied(checkpoints());
            throw new FlowRefusedException(
                    "The target knows no flow " + flow.name() + ": it has neither topic " + ledger() + " nor "
                            + checkpoints() + ". Flows with a ledger there: " + flowsOn(target, deadline) + ".",
                    "check the flow's name and aliases, and that the client properties lead to the target.");
        }
    }

    private static Set<String> flowsOn(Target target, Deadline deadline) {
        String prefix = InternalTopics.ledger("");
        return target.topicNames(deadline).stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The numbers of a topic's partitions; none for a topic that is not there. */
    Set<Integer> partitionsOf(String topic) {
        int count = answers.get(topic) instanceof TargetTopic.Present present ? present.partitions() : 0;
        return IntStream.range(0, count).boxed().collect(Collectors.toSet());
    }

    boolean has(String topic) {
        return answers.get(topic) instanceof TargetTopic.Present;
    }

    String ledger() {
        return InternalTopics.ledger(flow.name());
    }

    String status() {
        return InternalTopics.status(flow.name());
    }

    String checkpoints() {
        return InternalTopics.checkpoints(flow.source());
    }
}
