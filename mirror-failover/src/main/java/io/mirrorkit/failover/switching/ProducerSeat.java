package io.mirrorkit.failover.switching;

import io.mirrorkit.api.ledger.ControlState;
import io.mirrorkit.api.ledger.MemberStatus;
import io.mirrorkit.api.ledger.MemberStatus.Activity;
import io.mirrorkit.api.ledger.MemberStatus.Kind;
import io.mirrorkit.api.ledger.MemberStatus.MemberOffset;
import io.mirrorkit.failover.internal.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a switchable producer sits: on no cluster, or on one. Thread-safe; the switch's thread tells it to get up, and threads of its own close
 * the clients that it leaves.
 */
final class ProducerSeat<K, V> implements SwitchedClient {

    private static final Logger LOG = LoggerFactory.getLogger(SwitchableProducer.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final ClusterSwitch clusters;
    private final ProducerFactory<K, V> factory;
    private final Map<String, Object> properties;
    private final HandBack<K, V> handBack;
    private final String id;

    /** Whether a transaction is open, which has to end before the client may be closed in good order. */
    private final BooleanSupplier busy;

    /** Guarded by this, as is all that follows. */
    private @Nullable OpenProducer<K, V> open;

    /** The client that is being left: nobody sits down before it is closed and what it gives back is decided. */
    private @Nullable OpenProducer<K, V> leaving;

    /** Whether somebody is making a client. */
    private boolean sitting;

    /** The client that is being made. */
    private @Nullable OpenProducer<K, V> making;

    private volatile boolean initialised;
    private boolean closed;
    private Optional<MemberStatus> said = Optional.empty();

    ProducerSeat(
            ClusterSwitch clusters,
            ProducerFactory<K, V> factory,
            Map<String, Object> properties,
            HandBack<K, V> handBack,
            BooleanSupplier busy) {
        this.clusters = clusters;
        this.factory = factory;
        this.properties = properties;
        this.handBack = handBack;
        this.busy = busy;
        this.id = clusters.newClientId("producer");
    }

    boolean transactional() {
        return properties.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG) != null;
    }

    /** From now on every client of a cluster is made ready for transactions. */
    void initialised() {
        initialised = true;
    }

    // --- what its switch asks

    @Override
    public String id() {
        return id;
    }

    @Override
    public synchronized Optional<MemberStatus> status() {
        return said;
    }

    @Override
    public synchronized void directed(Directive directive) {
        directive.state().ifPresent(state -> {
            if (making != null && !state.origin().equals(making.origin())) {
                giveUp(making);
            }
            if (open != null && !state.origin().equals(open.origin())) {
                leave(open, false);
            } else if (leaving != null && !state.origin().equals(leaving.origin())) {
                giveUp(leaving);
            } else if (open != null && state.phase() != ControlState.Phase.STEADY) {
                leave(open, true);
            }
            if (open == null && leaving == null) {
                Activity activity = state.phase() == ControlState.Phase.STEADY ? Activity.WORKING : Activity.FENCED;
                say(state, activity, said.map(MemberStatus::offsets).orElse(List.of()));
            } else if (state.phase() == ControlState.Phase.STEADY) {
                say(state, Activity.WORKING, List.of());
            }
        });
        notifyAll();
    }

    private void say(ControlState state, Activity activity, List<MemberOffset> offsets) {
        said = Optional.of(new MemberStatus(
                clusters.instance(),
                Kind.PRODUCER,
                "",
                state.epoch(),
                state.uuid(),
                activity,
                state.active(),
                state.origin().map(ControlState.Origin::epoch).orElse(0L),
                -1,
                offsets));
    }

    // --- getting up

    private synchronized void leave(OpenProducer<K, V> left, boolean politely) {
        open = null;
        leaving = left;
        if (!politely) {
            left.retire();
        }
        Thread closer = new Thread(() -> close(left, politely), "mirrorkit-closing-producer");
        closer.setDaemon(true);
        closer.start();
    }

    /** The cluster is lost while the client was being closed in good order. */
    private void giveUp(OpenProducer<K, V> left) {
        if (!left.retired()) {
            left.retire();
            Thread closer = new Thread(() -> left.client().close(Duration.ZERO), "mirrorkit-closing-producer");
            closer.setDaemon(true);
            closer.start();
        }
    }

    private void close(OpenProducer<K, V> left, boolean politely) {
        try {
            if (politely) {
                awaitIdle(left);
                left.client().flush();
                left.client().close(CLOSE_WITHIN);
            } else {
                left.client().close(Duration.ZERO);
            }
        } catch (KafkaException | IllegalStateException e) {
            LOG.debug("A producer of {} did not close in good order", left.cluster(), e);
        } finally {
            left.takenBack().forEach(delivery -> decide(left, delivery));
            closed(left);
        }
    }

    private void awaitIdle(OpenProducer<K, V> left) {
        while (busy.getAsBoolean() && !left.retired()) {
            await(LOOK_EVERY);
        }
    }

    private void decide(OpenProducer<K, V> left, Delivery<K, V> delivery) {
        HandBack.Decision decision;
        try {
            decision = handBack.decide(delivery.record(), left.cluster());
        } catch (RuntimeException e) {
            LOG.warn("A decision about a record of {} failed; it is dropped", left.cluster(), e);
            decision = HandBack.Decision.DROP;
        }
        if (decision == HandBack.Decision.RESEND) {
            resend(delivery);
        } else {
            delivery.fail(
                    null,
                    new ClusterSwitchedException("Cluster " + left.cluster()
                            + " had not acknowledged the record when the producer switched; it was "
                            + (decision == HandBack.Decision.DROP ? "dropped." : "parked.")));
        }
    }

    private void resend(Delivery<K, V> delivery) {
        try {
            OpenProducer<K, V> now = sit(Deadline.in(CLOSE_WITHIN), true);
            now.client().send(delivery.record(), delivery.over(now));
        } catch (KafkaException | IllegalStateException e) {
            delivery.fail(null, e);
        }
    }

    private synchronized void closed(OpenProducer<K, V> left) {
        if (leaving == left) {
            leaving = null;
        }
        clusters.directive()
                .state()
                .filter(state -> state.phase() != ControlState.Phase.STEADY)
                .ifPresent(state -> say(state, Activity.FENCED, left.offsets()));
        notifyAll();
        clusters.say(this);
    }

    // --- sitting down

    /** The client of the cluster that is active now; waits while there is none. */
    OpenProducer<K, V> sit() {
        return sit(Deadline.in(maxBlock()), false);
    }

    private OpenProducer<K, V> sit(Deadline deadline, boolean whileLeaving) {
        while (true) {
            Optional<ControlState> free;
            synchronized (this) {
                Directive directive = clusters.directive();
                Optional<OpenProducer<K, V>> sits = sits(directive, whileLeaving);
                if (sits.isPresent()) {
                    return sits.get();
                }
                free = free(directive, whileLeaving);
                if (free.isEmpty()) {
                    if (deadline.passed()) {
                        throw new TimeoutException(
                                "The producer had no cluster to write to for " + deadline + ": " + directive + ".");
                    }
                    await(LOOK_EVERY);
                }
            }
            free.ifPresent(this::sitDown);
        }
    }

    private Optional<OpenProducer<K, V>> sits(Directive directive, boolean whileLeaving) {
        if (closed) {
            throw new IllegalStateException("The producer is closed.");
        }
        return Optional.ofNullable(open)
                .filter(now -> directive instanceof Directive.Work work
                        && work.change().origin().equals(now.origin())
                        && (leaving == null || whileLeaving));
    }

    /** Where a client is to be made, by the one who asks; others wait for it. */
    private Optional<ControlState> free(Directive directive, boolean whileLeaving) {
        if (open == null && !sitting && directive instanceof Directive.Work work && (leaving == null || whileLeaving)) {
            sitting = true;
            return Optional.of(work.change());
        }
        return Optional.empty();
    }

    /** Not under the lock: a cluster that does not answer must not keep the switch from telling us to go elsewhere. */
    private void sitDown(ControlState state) {
        OpenProducer<K, V> made = null;
        boolean ready = false;
        try {
            String cluster = state.active();
            made = new OpenProducer<>(
                    factory.create(cluster, clusters.site(cluster).over(properties)), state, transactional());
            synchronized (this) {
                making = made;
            }
            if (initialised) {
                made.client().initTransactions();
            }
            ready = true;
        } catch (KafkaException | IllegalStateException e) {
            if (made == null || !made.retired()) {
                throw e;
            }
        } finally {
            made(made, ready);
        }
    }

    private synchronized void made(@Nullable OpenProducer<K, V> made, boolean ready) {
        sitting = false;
        making = null;
        if (made != null && ready && !made.retired() && !closed) {
            open = made;
            directed(clusters.directive());
        } else if (made != null) {
            giveUp(made);
        }
        notifyAll();
    }

    private Duration maxBlock() {
        Object set = properties.get(ProducerConfig.MAX_BLOCK_MS_CONFIG);
        return set == null ? Duration.ofMinutes(1) : Duration.ofMillis(Long.parseLong(String.valueOf(set)));
    }

    /** Callers ask again afterwards whether what they wait for is there. */
    synchronized void await(Duration atMost) {
        try {
            TimeUnit.MILLISECONDS.timedWait(this, Math.max(1, atMost.toMillis()));
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Waits until what a client that was left at once gave back has been decided. */
    synchronized void awaitLeft(OpenProducer<K, V> left) {
        while (leaving == left) {
            await(LOOK_EVERY);
        }
    }

    void close(Duration timeout) {
        OpenProducer<K, V> last;
        synchronized (this) {
            closed = true;
            last = open;
            open = null;
            notifyAll();
        }
        clusters.dismiss(this);
        if (last != null) {
            last.client().close(timeout);
        }
    }
}
