package io.mirrorkit.core.internal.engine;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.FlowConfig;
import io.mirrorkit.api.MirrorEvent;
import io.mirrorkit.api.errors.FlowRefusedException;
import io.mirrorkit.api.errors.MirrorException;
import io.mirrorkit.core.internal.cluster.Answers;
import io.mirrorkit.core.internal.cluster.Cluster;
import io.mirrorkit.core.internal.lane.ByteBudget;
import io.mirrorkit.core.internal.lane.LaneCounters;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one flow running: opens a session, waits for it to fail, and opens the next one after a pause. One supervisor thread; the public
 * methods may be called from any.
 */
final class FlowRunner {

    private static final Logger LOG = LoggerFactory.getLogger(FlowRunner.class);

    /** A session that lasted so long was in order; the one after it is not made to wait for the failures before. */
    private static final Duration SETTLED = Duration.ofSeconds(30);

    private final Flow flow;
    private final FlowClients clients;
    private final ByteBudget budget;
    private final Events events;
    private final Clock clock;
    private final String instanceId;
    private final Thread supervisor;
    private final CompletableFuture<RunnerState> firstOutcome = new CompletableFuture<>();
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private final Pause<String> pauses;

    /** Volatile: written by the supervisor, but for the user's pausing; read by any thread. */
    private volatile RunnerState state = new RunnerState.Starting();

    /** Volatile: written once by the supervisor, read by any thread. */
    private volatile @Nullable LaneChoice lane;

    private final LaneCounters laneCounters = new LaneCounters();

    private volatile boolean paused;
    private volatile Duration closeDeadline = Duration.ZERO;

    FlowRunner(
            Flow flow,
            Cluster source,
            Cluster target,
            long memory,
            ByteBudget budget,
            Events events,
            Clock clock,
            String instanceId) {
        this.flow = flow;
        this.clients = new FlowClients(flow, source, target, memory);
        this.budget = budget;
        this.events = events;
        this.clock = clock;
        this.instanceId = instanceId;
        this.pauses = new Pause<>(
                flow.config().duration(FlowConfig.RETRY_BACKOFF), flow.config().duration(FlowConfig.RETRY_BACKOFF_MAX));
        this.supervisor =
                Threads.named("mirrorkit-" + flow.name() + "-supervisor").newThread(this::supervise);
    }

    Flow flow() {
        return flow;
    }

    void start() {
        supervisor.start();
    }

    /**
     * Waits until the flow runs, is refused, or has failed to start once.
     *
     * @throws FlowRefusedException if it must not run as it is defined
     */
    void awaitFirstOutcome(Duration atMost) {
        try {
            RunnerState outcome = firstOutcome.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            if (outcome instanceof RunnerState.Refused refused) {
                throw refused.cause();
            }
        } catch (TimeoutException | ExecutionException e) {
            // It goes on trying; its status tells.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    RunnerState state() {
        return state;
    }

    boolean paused() {
        return paused;
    }

    LaneSnapshot lane() {
        LaneChoice chosen = lane;
        return chosen == null
                ? new LaneSnapshot("", "", laneCounters)
                : new LaneSnapshot(chosen.lane(), chosen.reason(), laneCounters);
    }

    synchronized void pause() {
        paused = true;
        session().ifPresent(FlowSession::pause);
        events.tell(new MirrorEvent.FlowChanged(flow.name(), "PAUSED", ""));
    }

    synchronized void resume() {
        paused = false;
        session().ifPresent(FlowSession::resume);
        events.tell(new MirrorEvent.FlowChanged(flow.name(), "RUNNING", "resumed"));
    }

    Optional<FlowSession> session() {
        return state instanceof RunnerState.Running running ? Optional.of(running.session()) : Optional.empty();
    }

    private void supervise() {
        boolean lostBefore = false;
        try {
            while (!isClosing()) {
                Throwable cause = runOnce(lostBefore);
                if (cause == null) {
                    break;
                }
                if (cause instanceof FlowRefusedException refusal) {
                    become(new RunnerState.Refused(refusal), "REFUSED", reason(refusal));
                    return;
                }
                lostBefore |= isFencing(cause);
                become(new RunnerState.Retrying(reason(cause)), "RETRYING", reason(cause));
                if (pause(pauses.next(flow.name()))) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        become(new RunnerState.Closed(), "CLOSED", "");
    }

    /** Runs one session; answers why it ended, or null if the flow is being closed. */
    private @Nullable Throwable runOnce(boolean lostBefore) {
        FlowSession session;
        try {
            session = open(lostBefore);
        } catch (RuntimeException | Error e) {
            // Also a class that is missing, or memory that ran out: the supervisor never ends in silence.
            return isClosing() ? null : e;
        }
        try {
            session.start();
            runs(session);
            Throwable cause = awaitEnd(session);
            session.close(cause == null ? closeDeadline : Duration.ZERO);
            return cause;
        } catch (RuntimeException | Error e) {
            session.close(Duration.ZERO);
            return e;
        }
    }

    /** Under the monitor of {@link #pause} and {@link #resume}, so that neither is missed by a session that begins. */
    private synchronized void runs(FlowSession session) {
        if (paused) {
            session.pause();
        }
        become(new RunnerState.Running(session), "RUNNING", "");
    }

    /** Chosen once and said once. */
    private LaneChoice chosenLane() {
        LaneChoice chosen = lane;
        if (chosen == null) {
            chosen = LaneChoice.of(flow);
            lane = chosen;
            LOG.info("Records take the {} lane: flow={} reason={}", chosen.lane(), flow.name(), chosen.reason());
        }
        return chosen;
    }

    private FlowSession open(boolean lostBefore) {
        LaneChoice chosen = chosenLane();
        Admin source = clients.sourceAdmin();
        try {
            return open(lostBefore, chosen, source);
        } catch (RuntimeException | Error e) {
            source.close(Duration.ZERO);
            throw e;
        }
    }

    private FlowSession open(boolean lostBefore, LaneChoice chosen, Admin source) {
        Admin target = clients.targetAdmin();
        try {
            FlowOwnership ownership = FlowOwnership.take(new FlowOwnership.Request(
                    flow, clients, source, target, instanceId, clock, lostBefore, () -> !isClosing()));
            return sessionOf(ownership, source, target, chosen);
        } catch (RuntimeException | Error e) {
            target.close(Duration.ZERO);
            throw e;
        }
    }

    private FlowSession sessionOf(FlowOwnership ownership, Admin source, Admin target, LaneChoice chosen) {
        try {
            FlowSession.LaneFactory lanes = (name, owner) -> chosen.open(name, clients, budget, laneCounters, owner);
            return new FlowSession(flow, clients, ownership, source, target, lanes, events, clock, instanceId);
        } catch (RuntimeException | Error e) {
            ownership.close();
            throw e;
        }
    }

    /** Answers what the session failed of, or null when the flow is being closed. */
    private @Nullable Throwable awaitEnd(FlowSession session) {
        long begun = System.nanoTime();
        while (!isClosing()) {
            try {
                CompletableFuture.anyOf(session.failure(), closing).get();
                if (session.failure().isDone() && !isClosing()) {
                    if (System.nanoTime() - begun > SETTLED.toNanos()) {
                        pauses.reset(flow.name());
                    }
                    return session.failure().join();
                }
            } catch (ExecutionException e) {
                return e;
            } catch (InterruptedException e) {
                // Only close() interrupts, and it has said before that the flow is being closed.
            }
        }
        return null;
    }

    /** Whether the flow is being closed when the pause is over. */
    private boolean pause(Duration atMost) throws InterruptedException {
        try {
            closing.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // On to the next attempt.
        } catch (ExecutionException e) {
            throw new IllegalStateException("closing never fails", e);
        }
        return isClosing();
    }

    private void become(RunnerState next, String name, String reason) {
        state = next;
        firstOutcome.complete(next);
        events.tell(new MirrorEvent.FlowChanged(flow.name(), name, reason));
    }

    private boolean isClosing() {
        return closing.isDone();
    }

    private static boolean isFencing(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof ProducerFencedException || at instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    private static String reason(Throwable cause) {
        return cause instanceof MirrorException ? String.valueOf(cause.getMessage()) : Answers.describe(cause);
    }

    /** Asks the flow to end; {@link #awaitClosed} waits for it. */
    void close(Duration deadline) {
        closeDeadline = deadline;
        closing.complete(null);
        if (session().isEmpty()) {
            // It waits for a cluster, or for the next attempt; there is nothing to drain.
            supervisor.interrupt();
        }
    }

    void awaitClosed(Duration deadline) {
        try {
            supervisor.join(Math.max(1, deadline.toMillis()));
            if (supervisor.isAlive()) {
                supervisor.interrupt();
                supervisor.join(2_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
