package io.mirrorkit.failover;

import java.util.function.Function;
import java.util.function.Supplier;

/** Why a consumer's position in a partition was not touched. */
public sealed interface NotPositioned {

    /**
     * The plan holds the partition.
     *
     * @param hold why
     */
    record Held(Decision.Hold hold) implements NotPositioned {}

    /** The plan does not know the partition: the group has no offset in it, or it is no remote partition of the flow. */
    record NotInPlan() implements NotPositioned {}

    /**
     * One answer per case; a case added later breaks the caller at compile time.
     *
     * @param held the answer for {@link Held}
     * @param notInPlan the answer for {@link NotInPlan}
     * @param <T> the type of the answer
     * @return the answer
     */
    default <T> T fold(Function<Held, T> held, Supplier<T> notInPlan) {
        return this instanceof Held answer ? held.apply(answer) : notInPlan.get();
    }
}
