package io.mirrorkit.core.internal.engine;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.FlowConfig;
import io.mirrorkit.api.MirrorListener;
import io.mirrorkit.core.internal.cluster.Cluster;
import io.mirrorkit.core.internal.lane.ByteBudget;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All flows of an engine. The life cycle is guarded by this object's monitor; looking at the status needs no lock. */
public final class Engine {

    private static final Duration FIRST_OUTCOME = Duration.ofSeconds(60);

    private final Map<String, FlowRunner> runners = new LinkedHashMap<>();
    private final Events events;
    private final ByteBudget budget;
    private boolean started;
    private boolean closed;

    /** An engine that does not run yet. */
    public Engine(Map<String, Cluster> clusters, Collection<Flow> flows, MirrorListener listener, long memory) {
        String instanceId = UUID.randomUUID().toString();
        this.events = new Events(listener, "mirrorkit-listener");
        this.budget = new ByteBudget(memory / 2);
        for (Flow flow : flows) {
            runners.put(
                    flow.name(),
                    new FlowRunner(
                            flow,
                            cluster(clusters, flow.source()),
                            cluster(clusters, flow.target()),
                            memory,
                            budget,
                            events,
                            Clock.systemUTC(),
                            instanceId));
        }
    }

    private static Cluster cluster(Map<String, Cluster> clusters, String alias) {
        Cluster cluster = clusters.get(alias);
        if (cluster == null) {
            throw new IllegalArgumentException("no cluster has the alias \"" + alias + "\"");
        }
        return cluster;
    }

    /** Starts all flows; see the public engine. */
    public void start() {
        begin();
        try {
            runners.values().forEach(FlowRunner::start);
            for (FlowRunner runner : runners.values()) {
                long patience = 2 * runner.flow().config().number(FlowConfig.ADMIN_TIMEOUT);
                runner.awaitFirstOutcome(Duration.ofMillis(Math.min(FIRST_OUTCOME.toMillis(), patience)));
            }
        } catch (RuntimeException e) {
            close(Duration.ZERO, Duration.ofSeconds(5));
            throw e;
        }
    }

    private synchronized void begin() {
        if (started || closed) {
            throw new IllegalStateException("an engine is started once; build another one");
        }
        started = true;
        events.start();
    }

    /** How the flows stand, in the order in which they were added. */
    public List<FlowSnapshot> flows() {
        return runners.values().stream().map(FlowSnapshot::of).toList();
    }

    /** Bytes of the budget in use. */
    public long bytesInFlight() {
        return budget.used();
    }

    /** Events that the listener was too slow for. */
    public long eventsDropped() {
        return events.dropped();
    }

    /** Events for which the listener threw. */
    public long listenerFailures() {
        return events.failures();
    }

    /** Pauses a flow. */
    public void pause(String flow) {
        runner(flow).pause();
    }

    /** Resumes a flow. */
    public void resume(String flow) {
        runner(flow).resume();
    }

    private FlowRunner runner(String flow) {
        @Nullable FlowRunner runner = runners.get(flow);
        if (runner == null) {
            throw new IllegalArgumentException(
                    "the engine has no flow \"" + flow + "\"; its flows are " + runners.keySet());
        }
        return runner;
    }

    /**
     * Ends everything; see the public engine.
     *
     * @param drain for how long what is in flight is waited for; zero for not at all
     * @param deadline for how long the whole may take
     */
    public void close(Duration drain, Duration deadline) {
        synchronized (this) {
            if (closed || !started) {
                closed = true;
                return;
            }
            closed = true;
        }
        long end = System.nanoTime() + deadline.toNanos();
        runners.values().forEach(runner -> runner.close(drain));
        for (FlowRunner runner : runners.values()) {
            runner.awaitClosed(
                    Duration.ofNanos(Math.max(0, end - System.nanoTime())).plusSeconds(5));
        }
        events.close(Duration.ofSeconds(1));
    }
}
