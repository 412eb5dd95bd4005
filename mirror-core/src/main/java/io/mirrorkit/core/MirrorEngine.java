package io.mirrorkit.core;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.MirrorListener;
import io.mirrorkit.api.errors.FlowRefusedException;
import io.mirrorkit.core.internal.cluster.Cluster;
import io.mirrorkit.core.internal.engine.Engine;
import io.mirrorkit.core.internal.engine.FlowSnapshot;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Replicates topics, groups and topic settings between Kafka clusters, inside an application. Run it beside the target cluster.
 *
 * <pre>{@code
 * try (MirrorEngine engine = MirrorEngine.builder()
 *         .cluster("primary", Map.of("bootstrap.servers", "primary:9092"))
 *         .cluster("backup", Map.of("bootstrap.servers", "backup:9092"))
 *         .flow(Flow.builder("primary", "backup").topics(orders).policy(NamingPolicies.prefix()).build())
 *         .build()) {
 *     engine.start();
 *     …
 * }
 * }</pre>
 *
 * <p>All methods are thread-safe. One instance runs a flow at a time; a second one that is started takes the flow over, and the first
 * is refused by the brokers and says so in its status.
 */
public final class MirrorEngine implements AutoCloseable {

    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(30);

    private final Engine engine;

    private MirrorEngine(Engine engine) {
        this.engine = engine;
    }

    /**
     * Begins an engine.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts all flows, and blocks until each runs, is refused, or has failed to reach a cluster for the first time (a minute at the
     * most). A cluster that can't be reached is tried again in the background; see {@link #status()}.
     *
     * @throws FlowRefusedException if a flow must not run as it is defined: another definition under its name in the ledger, or one
     *     cluster at both ends. The engine is closed then.
     * @throws IllegalStateException if the engine was started or closed before
     */
    public void start() {
        engine.start();
    }

    /**
     * How everything stood when it was looked at last. Does not block and asks no cluster.
     *
     * @return the status
     */
    public EngineStatus status() {
        Map<String, FlowStatus> flows = new LinkedHashMap<>();
        engine.flows().forEach(flow -> flows.put(flow.flow(), status(flow)));
        return new EngineStatus(flows, engine.bytesInFlight(), engine.eventsDropped(), engine.listenerFailures());
    }

    private static FlowStatus status(FlowSnapshot flow) {
        FlowState state =
                switch (flow.phase()) {
                    case STARTING -> FlowState.STARTING;
                    case RUNNING -> FlowState.RUNNING;
                    case PAUSED -> FlowState.PAUSED;
                    case RETRYING -> FlowState.RETRYING;
                    case REFUSED -> FlowState.REFUSED;
                    case CLOSED -> FlowState.CLOSED;
                };
        return new FlowStatus(
                flow.flow(),
                state,
                flow.reason(),
                flow.partitions(),
                flow.groups(),
                flow.refusedTopics(),
                LaneStatus.of(flow.lane()));
    }

    /**
     * Stops reading for a flow. What was read is still copied; checkpoints and status go on.
     *
     * @param flow the flow's name
     * @throws IllegalArgumentException if the engine has no such flow
     */
    public void pause(String flow) {
        engine.pause(flow);
    }

    /**
     * Reads again for a flow.
     *
     * @param flow the flow's name
     * @throws IllegalArgumentException if the engine has no such flow
     */
    public void resume(String flow) {
        engine.resume(flow);
    }

    /**
     * Ends all flows. Blocks until the deadline and a few seconds at the most; no thread of the engine is left then. Calling it again
     * does nothing.
     *
     * @param mode whether what is in flight is waited for
     * @param deadline for how long
     */
    public void close(CloseMode mode, Duration deadline) {
        engine.close(mode == CloseMode.DRAIN ? deadline : Duration.ZERO, deadline);
    }

    /** Ends all flows with {@link CloseMode#DRAIN} and a deadline of 30 seconds. */
    @Override
    public void close() {
        close(CloseMode.DRAIN, CLOSE_DEADLINE);
    }

    /** Builds a {@link MirrorEngine}. Not thread-safe. */
    public static final class Builder {
        private static final long DEFAULT_MEMORY = 128L << 20;
        private static final long LEAST_MEMORY = 8L << 20;

        private final Map<String, Cluster> clusters = new LinkedHashMap<>();
        private final Map<String, Flow> flows = new LinkedHashMap<>();
        private @Nullable MirrorListener listener;
        private @Nullable Long memory;

        private Builder() {}

        /**
         * Names a cluster.
         *
         * @param alias its alias
         * @param clientProperties what Kafka clients need to reach it: {@code bootstrap.servers} and any other client property.
         *     Those that begin with {@code consumer.}, {@code producer.} or {@code admin.} go to that kind of client alone.
         * @return this
         * @throws IllegalStateException if the alias was named before
         * @throws ConfigException if {@code bootstrap.servers} is missing, or a property is set that the engine's guarantees rest on
         */
        public Builder cluster(String alias, Map<String, ?> clientProperties) {
            if (clusters.containsKey(alias)) {
                throw new IllegalStateException("cluster \"" + alias + "\" was named before");
            }
            clusters.put(alias, new Cluster(alias, clientProperties));
            return this;
        }

        /**
         * Adds a flow.
         *
         * @param flow the flow; both of its aliases have to be named before {@link #build()}
         * @return this
         * @throws IllegalStateException if another flow has the same name
         */
        public Builder flow(Flow flow) {
            if (flows.putIfAbsent(flow.name(), flow) != null) {
                throw new IllegalStateException("two flows are called \"" + flow.name() + "\"; give one another name");
            }
            return this;
        }

        /**
         * Sets who hears events; nobody by default.
         *
         * @param mirrorListener the listener, called on a thread of its own
         * @return this
         * @throws IllegalStateException if it was set before
         */
        public Builder listener(MirrorListener mirrorListener) {
            if (listener != null) {
                throw new IllegalStateException("the listener was set before");
            }
            listener = mirrorListener;
            return this;
        }

        /**
         * Bounds the memory for records between reading and acknowledgement, in all flows together.
         *
         * @param bytes 8 MiB or more; 128 MiB by default
         * @return this
         * @throws IllegalArgumentException if it is less
         * @throws IllegalStateException if it was set before
         */
        public Builder memoryBytes(long bytes) {
            if (memory != null) {
                throw new IllegalStateException("memoryBytes was set before, to " + memory);
            }
            if (bytes < LEAST_MEMORY) {
                throw new IllegalArgumentException("memoryBytes " + bytes + " is less than " + LEAST_MEMORY);
            }
            memory = bytes;
            return this;
        }

        /**
         * Checks that everything fits together, and builds the engine. Starts nothing and asks no cluster.
         *
         * @return the engine
         * @throws IllegalStateException if there is no flow, or an alias is not named
         * @throws FlowRefusedException if two flows under unchanged names would carry records round and round
         */
        public MirrorEngine build() {
            if (flows.isEmpty()) {
                throw new IllegalStateException("the engine has no flow; add one with flow(…)");
            }
            for (Flow flow : flows.values()) {
                requireCluster(flow, flow.source());
                requireCluster(flow, flow.target());
                flows.values().forEach(other -> refuseLoop(flow, other));
            }
            MirrorListener heard = listener == null ? event -> {} : listener;
            return new MirrorEngine(
                    new Engine(clusters, flows.values(), heard, memory == null ? DEFAULT_MEMORY : memory));
        }

        private void requireCluster(Flow flow, String alias) {
            if (!clusters.containsKey(alias)) {
                throw new IllegalStateException("flow \"" + flow.name() + "\" needs cluster \"" + alias
                        + "\"; name it with cluster(\"" + alias + "\", …). Named are " + clusters.keySet());
            }
        }

        /** Two flows in opposite directions that give a topic its own name back, though neither's detector sees it, are a loop. */
        private static void refuseLoop(Flow there, Flow back) {
            if (!there.source().equals(back.target()) || !there.target().equals(back.source())) {
                return;
            }
            String probe = "mirrorkit-loop-probe";
            String remote = there.policy().remoteTopic(there.source(), probe);
            boolean stopped = back.cycleDetector().isCycle(back.source(), back.target(), remote, back.policy());
            if (!stopped && back.policy().remoteTopic(back.source(), remote).equals(probe)) {
                throw new FlowRefusedException(
                        "Flows \"" + there.name() + "\" and \"" + back.name()
                                + "\" give topics the same names both ways, so records would go round for ever.",
                        "use prefix naming in at least one direction, or one direction alone.");
            }
        }
    }
}
