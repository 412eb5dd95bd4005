package io.mirrorkit.failover.switching;

import io.mirrorkit.api.ledger.ControlState;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the copies of an application's state amount to. Of two copies the one with the higher epoch counts, so a cluster that comes back with
 * an old copy loses; two of one epoch that are different changes contradict each other, and then nobody goes on.
 */
public sealed interface Standing {

    /**
     * One state counts.
     *
     * @param state the state
     */
    record Clear(ControlState state) implements Standing {}

    /**
     * Two changes were made at once, each where the other could not be seen.
     *
     * @param one one of them
     * @param other the other one
     */
    record Contradicted(ControlState one, ControlState other) implements Standing {}

    /** Nobody has ever said on which cluster the application works. */
    record Unset() implements Standing {}

    /**
     * What states amount to.
     *
     * @param states the copies that could be read, and what was known before
     * @return the standing; the same whatever the order
     */
    static Standing of(Collection<ControlState> states) {
        long highest = states.stream().mapToLong(ControlState::epoch).max().orElse(0);
        ControlState found = null;
        for (ControlState state : states) {
            if (state.epoch() == highest) {
                if (found != null && found.contradicts(state)) {
                    return new Contradicted(found, state);
                }
                found = state;
            }
        }
        return found == null ? new Unset() : new Clear(found);
    }

    /**
     * The state that counts.
     *
     * @return the state, or empty if there is none or two
     */
    default Optional<ControlState> current() {
        return fold(Optional::of, (contradicted) -> Optional.empty(), Optional::empty);
    }

    /**
     * The highest epoch there is.
     *
     * @return 0 if nobody ever said anything
     */
    default long epoch() {
        return fold(ControlState::epoch, contradicted -> contradicted.one().epoch(), () -> 0L);
    }

    /**
     * One answer per case; a case added later breaks the caller at compile time.
     *
     * @param clear the answer for {@link Clear}
     * @param contradicted the answer for {@link Contradicted}
     * @param unset the answer for {@link Unset}
     * @param <T> the type of the answer
     * @return the answer
     */
    default <T> T fold(Function<ControlState, T> clear, Function<Contradicted, T> contradicted, Supplier<T> unset) {
        if (this instanceof Clear answer) {
            return clear.apply(answer.state());
        }
        return this instanceof Contradicted answer ? contradicted.apply(answer) : unset.get();
    }
}
