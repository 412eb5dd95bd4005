package io.mirrorkit.failover.switching;

import io.mirrorkit.api.ledger.ControlState;
import io.mirrorkit.api.ledger.ControlState.Phase;
import java.util.Map;
import java.util.Optional;

/**
 * How far a planned switch has come. A step does its work and answers the next one; all that it leaves behind is in the control topic, so that
 * whoever reads that topic knows the step to go on with.
 */
sealed interface PlannedStep {

    /** Does the work; empty if the switch is done. */
    Optional<PlannedStep> next(PlannedWork work);

    /** Whether the clients still belong to the old cluster, so that all can be taken back. */
    default boolean undoable() {
        return true;
    }

    default String name() {
        return getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    /** Where a switch to a cluster goes on, given the state that counts. */
    static PlannedStep of(ControlState state, String to) {
        if (state.phase() == Phase.STEADY) {
            return state.active().equals(to) ? new Verify(state) : new Validate(state);
        }
        return state.phase() == Phase.FENCING ? new Fence(state) : new Settle(state);
    }

    /**
     * Looks whether it can be done at all, and asks the producers to stop.
     *
     * @param state the application stands still
     */
    record Validate(ControlState state) implements PlannedStep {
        @Override
        public Optional<PlannedStep> next(PlannedWork work) {
            work.validate(state);
            return Optional.of(new Fence(work.fence()));
        }
    }

    /**
     * Waits until all producers have stopped.
     *
     * @param state they were asked to
     */
    record Fence(ControlState state) implements PlannedStep {
        @Override
        public Optional<PlannedStep> next(PlannedWork work) {
            work.awaitProducers(state);
            return Optional.of(new Drain(state));
        }
    }

    /**
     * Waits until all that they wrote is on the other cluster, and asks the consumers to stop.
     *
     * @param state the producers have stopped
     */
    record Drain(ControlState state) implements PlannedStep {
        @Override
        public Optional<PlannedStep> next(PlannedWork work) {
            work.awaitDrained(state);
            return Optional.of(new Settle(work.settle(state)));
        }
    }

    /**
     * Waits until all consumers have said where they are, and works out where their groups go on.
     *
     * @param state they were asked to
     */
    record Settle(ControlState state) implements PlannedStep {
        @Override
        public Optional<PlannedStep> next(PlannedWork work) {
            work.awaitConsumers(state);
            return Optional.of(new Flip(state, work.workOut(state)));
        }
    }

    /**
     * Commits for the groups, and sends everybody over.
     *
     * @param state all have stopped
     * @param groups where the groups go on
     */
    record Flip(ControlState state, Map<String, HandOverWork.Worked> groups) implements PlannedStep {
        @Override
        public Optional<PlannedStep> next(PlannedWork work) {
            return Optional.of(new Verify(work.flip(state, groups)));
        }
    }

    /**
     * Waits until everybody works on the other cluster.
     *
     * @param state it is active
     */
    record Verify(ControlState state) implements PlannedStep {
        @Override
        public Optional<PlannedStep> next(PlannedWork work) {
            work.verify(state);
            return Optional.empty();
        }

        @Override
        public boolean undoable() {
            return false;
        }
    }
}
