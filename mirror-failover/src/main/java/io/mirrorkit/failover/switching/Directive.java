package io.mirrorkit.failover.switching;

import io.mirrorkit.api.ledger.ControlState;
import java.util.Optional;

/** What an instance's clients have to do now. */
sealed interface Directive {

    /**
     * Work on the active cluster.
     *
     * @param change what says so
     */
    record Work(ControlState change) implements Directive {}

    /**
     * Producers finish and stop; consumers go on.
     *
     * @param change what says so
     */
    record Fence(ControlState change) implements Directive {}

    /**
     * Consumers hand over and stop; producers stay stopped.
     *
     * @param change what says so
     */
    record Settle(ControlState change) implements Directive {}

    /**
     * Stop where you are: two changes contradict each other.
     *
     * @param reason what they are
     */
    record Contradicted(String reason) implements Directive {}

    /**
     * Wait: nothing is known, or nothing has been known for too long.
     *
     * @param reason why
     */
    record Wait(String reason) implements Directive {}

    /** What a standing asks for. */
    static Directive of(Standing standing) {
        return standing.fold(
                state -> switch (state.phase()) {
                    case STEADY -> new Work(state);
                    case FENCING -> new Fence(state);
                    case SETTLING -> new Settle(state);
                },
                two -> new Contradicted("two changes of epoch " + two.one().epoch() + " contradict each other: to "
                        + two.one().active() + " by " + two.one().who() + ", to "
                        + two.other().active() + " by " + two.other().who()),
                () -> new Wait("nobody has said yet on which cluster to work"));
    }

    /** The state that says so; empty where none does. */
    default Optional<ControlState> state() {
        if (this instanceof Work work) {
            return Optional.of(work.change());
        }
        if (this instanceof Fence fence) {
            return Optional.of(fence.change());
        }
        return this instanceof Settle settle ? Optional.of(settle.change()) : Optional.empty();
    }
}
