package io.mirrorkit.core.internal.topics;

import java.util.function.Function;

/** What is to be done about a source topic. */
public sealed interface TopicDecision {

    /** The remote topic is to be created. */
    record Create(TopicShape source, String remote) implements TopicDecision {}

    /** The remote topic is to get more partitions. */
    record Grow(TopicShape source, TopicShape remote) implements TopicDecision {}

    /** The remote topic is there, but Admin does not show it whole yet. */
    record Wait(TopicShape source, String remote) implements TopicDecision {}

    /** Both topics are there; partitions that are not copied yet may begin. */
    record Copy(TopicShape source, TopicShape remote) implements TopicDecision {}

    /** The topic is not replicated, and was not before. */
    record Refuse(String topic, String reason) implements TopicDecision {}

    /** The topic was replicated, and must not be any longer: one side is another incarnation. */
    record Stop(TopicShape source, String reason) implements TopicDecision {}

    /** One answer per case. */
    default <T> T fold(
            Function<Create, T> create,
            Function<Grow, T> grow,
            Function<Wait, T> wait,
            Function<Copy, T> copy,
            Function<Refuse, T> refuse,
            Function<Stop, T> stop) {
        if (this instanceof Create decision) {
            return create.apply(decision);
        }
        if (this instanceof Grow decision) {
            return grow.apply(decision);
        }
        if (this instanceof Wait decision) {
            return wait.apply(decision);
        }
        if (this instanceof Copy decision) {
            return copy.apply(decision);
        }
        if (this instanceof Refuse decision) {
            return refuse.apply(decision);
        }
        return stop.apply((Stop) this);
    }
}
