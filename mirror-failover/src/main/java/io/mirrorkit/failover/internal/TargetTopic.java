package io.mirrorkit.failover.internal;

import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;

/** What the target cluster answered when it was asked for a topic. */
public sealed interface TargetTopic {

    /**
     * The topic is there.
     *
     * @param id its id
     * @param partitions how many partitions it has
     */
    record Present(Uuid id, int partitions) implements TargetTopic {}

    /** There is no such topic. */
    record Absent() implements TargetTopic {}

    /**
     * The cluster refused to say.
     *
     * @param message why
     */
    record Denied(String message) implements TargetTopic {}

    /** There was no answer in time. */
    record Unanswered() implements TargetTopic {}

    /** One answer per case. */
    default <T> T fold(
            Function<Present, T> present, Supplier<T> absent, Function<Denied, T> denied, Supplier<T> unanswered) {
        if (this instanceof Present topic) {
            return present.apply(topic);
        }
        if (this instanceof Denied topic) {
            return denied.apply(topic);
        }
        return this instanceof Absent ? absent.get() : unanswered.get();
    }
}
