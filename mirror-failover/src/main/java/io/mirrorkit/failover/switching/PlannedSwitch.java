package io.mirrorkit.failover.switching;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.errors.MirrorException;
import io.mirrorkit.api.errors.SwitchRefusedException;
import io.mirrorkit.api.ledger.ControlState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends an application's clients to the other cluster while both run: nothing lost, nothing read twice. The way back is the same call with the
 * other cluster's alias.
 *
 * <ol>
 *   <li><b>validate</b>: both clusters answer, and every group's plan is complete and holds nothing;
 *   <li><b>fence</b>: all producers send what they have and stop; each says so in the control topic;
 *   <li><b>drain</b>: the ends of the application's topics stand still, and all up to them is on the other cluster;
 *   <li><b>settle</b>: all consumers say where they are and leave; where their groups go on is worked out, exactly;
 *   <li><b>flip</b>: it is committed for the groups, and everybody is sent over;
 *   <li><b>verify</b>: everybody is seen at work there.
 * </ol>
 *
 * <p>How far it has come lies in the control topic. If the caller dies, the next {@link #run()}, by whomever, goes on from there, and
 * {@link #rollBack()} takes it back, which can be done until the flip. A refusal in a step before the flip takes it back by itself.
 *
 * <p>Only clients that are built with {@link SwitchableConsumer} and {@link SwitchableProducer} take part. Not thread-safe; blocks.
 */
public final class PlannedSwitch {

    /**
     * What the builder was told.
     *
     * @param to the cluster to go to
     * @param flows between the clusters
     * @param why the reason
     * @param patience for each step
     * @param silentAfter after which silence an instance counts as gone
     * @param forced whether to go on without those that don't answer
     */
    record Settings(String to, List<Flow> flows, String why, Duration patience, Duration silentAfter, boolean forced) {}

    /**
     * A step that was taken.
     *
     * @param name one of the words in this class's description
     * @param took how long it took
     */
    public record Step(String name, Duration took) {}

    /**
     * How it went.
     *
     * @param state the state that counts now
     * @param steps the steps that were taken by this call, in order
     * @param notes what an operator should know
     */
    public record Outcome(ControlState state, List<Step> steps, List<String> notes) {

        /**
         * Copies the lists.
         *
         * @param state the state that counts now
         * @param steps the steps that were taken
         * @param notes what an operator should know
         */
        public Outcome {
            steps = List.copyOf(steps);
            notes = List.copyOf(notes);
        }
    }

    private final SwitchControl control;
    private final Settings settings;
    private final Consumer<Step> listener;

    private PlannedSwitch(Builder builder) {
        control = builder.control;
        settings = new Settings(
                builder.to,
                List.copyOf(builder.flows),
                builder.why == null ? "a planned switch" : builder.why,
                builder.patience == null ? Duration.ofSeconds(60) : builder.patience,
                builder.silentAfter == null ? Duration.ofSeconds(15) : builder.silentAfter,
                builder.forced);
        listener = builder.listener == null ? step -> {} : builder.listener;
    }

    /**
     * Begins a planned switch.
     *
     * @param control of the application; stays the caller's
     * @param to the alias of the cluster to go to
     * @return a builder, which needs the flow to that cluster
     */
    public static Builder builder(SwitchControl control, String to) {
        return new Builder(control, to);
    }

    /**
     * Makes the switch, or goes on with one that was begun; does nothing if all clients are there already.
     *
     * @return how it went
     * @throws SwitchRefusedException if a step can't be done or somebody does not answer in time; what was begun has been taken back, unless the
     *     message says that somebody else changed the state
     * @throws MirrorException if a cluster does not answer or refuses; the switch stands where it stood, and can be gone on with or taken back
     */
    public Outcome run() {
        ControlReading reading = control.read();
        ControlState now = reading.state()
                .orElseThrow(() -> new SwitchRefusedException(
                        "The application's state is " + reading.standing() + ".",
                        "start its instances, or decide for one of the clusters and switch to it without a plan."));
        if (now.next().filter(next -> !next.equals(settings.to())).isPresent()) {
            throw new SwitchRefusedException(
                    "A switch to " + now.next().get() + " is under way, begun by " + now.who() + " (" + now.why()
                            + ").",
                    "finish it or take it back first.");
        }
        return run(PlannedStep.of(now, settings.to()));
    }

    private Outcome run(PlannedStep first) {
        PlannedWork work = new PlannedWork(control, settings);
        List<Step> steps = new ArrayList<>();
        Optional<PlannedStep> step = Optional.of(first);
        while (step.isPresent()) {
            PlannedStep current = step.get();
            long began = System.nanoTime();
            try {
                step = current.next(work);
            } catch (SwitchRefusedException e) {
                throw takenBack(current, e);
            }
            Step taken = new Step(current.name(), Duration.ofNanos(System.nanoTime() - began));
            steps.add(taken);
            listener.accept(taken);
        }
        return new Outcome(control.read().state().orElseThrow(), steps, work.notes());
    }

    private SwitchRefusedException takenBack(PlannedStep at, SwitchRefusedException why) {
        if (at.undoable()) {
            try {
                rollBack();
            } catch (MirrorException e) {
                why.addSuppressed(e);
            }
        }
        return why;
    }

    /**
     * Takes back a switch that was begun: the clients go on where they were. Does nothing if none is under way.
     *
     * @return the state that counts now
     * @throws MirrorException if the cluster that the switch goes to does not answer or refuses; then switch to the old cluster without a plan
     */
    public ControlState rollBack() {
        return control.change(
                settings.to(), "taken back: " + settings.why(), (changes, standing) -> changes.rollBack(standing));
    }

    /** Builds a {@link PlannedSwitch}. Setting a part twice is an error at the second call. Not thread-safe. */
    public static final class Builder {
        private final SwitchControl control;
        private final String to;
        private final List<Flow> flows = new ArrayList<>();
        private @Nullable String why;
        private @Nullable Duration patience;
        private @Nullable Duration silentAfter;
        private @Nullable Consumer<Step> listener;
        private boolean forced;

        private Builder(SwitchControl control, String to) {
            this.control = control;
            this.to = to;
        }

        /**
         * A flow between the clusters, as the application's instances have it.
         *
         * @param flow the flow
         * @return this
         */
        public Builder flow(Flow flow) {
            flows.add(flow);
            return this;
        }

        /**
         * The reason, which everybody will see.
         *
         * @param reason a few words
         * @return this
         */
        public Builder why(String reason) {
            Checks.once("why", why);
            why = reason;
            return this;
        }

        /**
         * How long each step may take.
         *
         * @param duration more than zero; one minute by default
         * @return this
         */
        public Builder patience(Duration duration) {
            Checks.once("patience", patience);
            patience = Checks.positive("patience", duration);
            return this;
        }

        /**
         * After which silence an instance counts as gone, so that nobody waits for it. Instances speak every three seconds.
         *
         * @param duration more than zero; 15 seconds by default
         * @return this
         */
        public Builder silentAfter(Duration duration) {
            Checks.once("silentAfter", silentAfter);
            silentAfter = Checks.positive("silentAfter", duration);
            return this;
        }

        /**
         * Goes on without instances that don't answer in time, and although a group does not go on exactly: what these have written or read
         * meanwhile may be missing or be read again. The outcome's notes name them.
         *
         * @return this
         */
        public Builder force() {
            forced = true;
            return this;
        }

        /**
         * Who is told of each step when it is done.
         *
         * @param observer called in the thread that runs the switch
         * @return this
         */
        public Builder onStep(Consumer<Step> observer) {
            Checks.once("onStep", listener);
            listener = observer;
            return this;
        }

        /**
         * Makes the switch's object; nothing happens yet.
         *
         * @return the switch
         * @throws IllegalStateException without a flow
         */
        public PlannedSwitch build() {
            if (flows.isEmpty()) {
                throw new IllegalStateException("a planned switch needs the flow to " + to);
            }
            return new PlannedSwitch(this);
        }
    }
}
