package io.mirrorkit.failover.switching;

import io.mirrorkit.api.errors.MirrorException;
import io.mirrorkit.api.ledger.ControlState;
import io.mirrorkit.api.ledger.ControlState.Origin;
import io.mirrorkit.api.ledger.HandOver;
import io.mirrorkit.api.ledger.MemberStatus;
import io.mirrorkit.failover.internal.Deadline;
import io.mirrorkit.failover.switching.ControlReading.Heard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The inside of a {@link ClusterSwitch}: watches both copies, directs the clients, and does this instance's share of the common work. */
final class Watchers implements AutoCloseable {

    /**
     * What the builder was told.
     *
     * @param startOn the first cluster of all
     * @param lease how long to go on blind
     * @param leaseEnd what to do then
     * @param patience how long members wait for each other
     */
    record Settings(String startOn, Duration lease, Lease leaseEnd, HandOverDuty.Patience patience) {}

    private static final Logger LOG = LoggerFactory.getLogger(ClusterSwitch.class);
    private static final Duration SPEAK_EVERY = Duration.ofSeconds(3);
    private static final Duration HEAL_WITHIN = Duration.ofSeconds(10);

    private final String application;
    private final Settings settings;
    private final SwitchControl control;
    private final SwitchListener listener;
    private final HandOverDuty duty;
    private final Map<String, CopyWatch> watches = new TreeMap<>();
    private final Map<String, SwitchedClient> clients = new ConcurrentHashMap<>();

    /** Looks, decides and tells; never blocks. */
    private final ScheduledExecutorService looker;

    /** Does what takes time: events, hand-overs, copies that are behind. */
    private final ScheduledExecutorService worker;

    private final Object change = new Object();

    /** How often it was looked; guarded by {@link #change}. */
    private long changes;

    /** Written by the looker. */
    private volatile Directive directive = new Directive.Wait("the application's state was not read yet");

    /** The last state that counted; the looker's own. */
    private Optional<ControlState> known = Optional.empty();

    private long spokenAt;

    /** When a copy that is behind is brought up to date; the worker's own. */
    private final Map<String, Long> healAt = new HashMap<>();

    private final long startedAt = System.nanoTime();

    Watchers(
            String application,
            Map<String, ClusterSite> sites,
            SwitchControl control,
            HandOverWork work,
            Settings settings,
            SwitchListener listener) {
        this.application = application;
        this.settings = settings;
        this.control = control;
        this.listener = listener;
        this.looker = thread("look");
        this.worker = thread("work");
        this.duty = new HandOverDuty(control, work, settings.patience(), this::tell);
        sites.forEach((alias, site) ->
                watches.put(alias, new CopyWatch(site, application, () -> quietly(() -> looker.execute(this::look)))));
    }

    private ScheduledExecutorService thread(String duty) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "mirrorkit-switch-" + application + "-" + duty);
            thread.setDaemon(true);
            return thread;
        });
    }

    void start() {
        watches.values().forEach(CopyWatch::start);
        looker.scheduleWithFixedDelay(this::look, 50, 100, TimeUnit.MILLISECONDS);
        worker.scheduleWithFixedDelay(this::work, 100, 100, TimeUnit.MILLISECONDS);
    }

    Directive directive() {
        return directive;
    }

    Optional<HandOver> handOver(String group, String cluster, Origin origin) {
        return Optional.ofNullable(watches.get(cluster))
                .flatMap(watch -> watch.records().handOver(group, origin));
    }

    void enlist(SwitchedClient client) {
        clients.put(client.id(), client);
        client.directed(directive);
        say(client);
    }

    void dismiss(SwitchedClient client) {
        if (clients.remove(client.id()) != null) {
            watches.values().forEach(watch -> watch.say(client.id(), Optional.empty()));
        }
    }

    void say(SwitchedClient client) {
        client.status()
                .ifPresent(status -> watches.values().forEach(watch -> watch.say(client.id(), Optional.of(status))));
    }

    void await(Duration atMost) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        synchronized (change) {
            long seen = changes;
            for (long left = atMost.toMillis(); left > 0 && seen == changes; ) {
                change.wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            }
        }
    }

    /** Follows a state that this instance has made itself, without waiting to read it. */
    void learn(ControlState state) {
        quietly(() -> {
            try {
                looker.submit(() -> {
                            if (known.filter(now -> now.epoch() >= state.epoch())
                                    .isEmpty()) {
                                known = Optional.of(state);
                                look();
                            }
                        })
                        .get(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("The instance reads what it decided", e);
            }
        });
    }

    private void look() {
        try {
            List<ControlState> states = new ArrayList<>();
            known.ifPresent(states::add);
            watches.values().forEach(watch -> watch.records().state().ifPresent(states::add));
            Standing standing = Standing.of(states);
            known = standing.current().or(() -> known);
            direct(
                    blind()
                            ? new Directive.Wait("no copy of the state was read for " + settings.lease())
                            : Directive.of(standing));
            if (System.nanoTime() - spokenAt > SPEAK_EVERY.toNanos()) {
                spokenAt = System.nanoTime();
                clients.values().forEach(this::say);
            }
            synchronized (change) {
                changes++;
                change.notifyAll();
            }
        } catch (RuntimeException e) {
            LOG.warn("The state of application {} could not be followed", application, e);
        }
    }

    private boolean blind() {
        return settings.leaseEnd() == Lease.STOP
                && System.nanoTime() - startedAt > settings.lease().toNanos()
                && watches.values().stream().noneMatch(watch -> watch.readWithin(settings.lease()));
    }

    private void direct(Directive now) {
        if (now.equals(directive)) {
            return;
        }
        directive = now;
        now.state()
                .ifPresentOrElse(
                        state -> LOG.atInfo()
                                .addKeyValue("application", application)
                                .addKeyValue("epoch", state.epoch())
                                .addKeyValue("phase", state.phase())
                                .addKeyValue("active", state.active())
                                .log("Clients follow a state"),
                        () -> LOG.atLevel(known.isEmpty() ? Level.INFO : Level.WARN)
                                .addKeyValue("application", application)
                                .addKeyValue("reason", now)
                                .log("Clients stand still"));
        clients.values().forEach(client -> client.directed(now));
        clients.values().forEach(this::say);
        SwitchEvent event = now.state()
                .<SwitchEvent>map(SwitchEvent.Changed::new)
                .orElseGet(() -> new SwitchEvent.Stopped(now.toString()));
        quietly(() -> worker.execute(() -> tell(event)));
    }

    private void tell(SwitchEvent event) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException e) {
            LOG.warn("A listener failed", e);
        }
    }

    private void work() {
        try {
            Directive now = directive;
            if (now instanceof Directive.Work go) {
                go.change().origin().ifPresent(origin -> handOver(go.change(), origin));
            }
            now.state().ifPresentOrElse(this::heal, this::first);
        } catch (MirrorException | KafkaException e) {
            LOG.debug("Not now", e);
        } catch (RuntimeException e) {
            LOG.warn("A switch of application {} met an error", application, e);
        }
    }

    private void handOver(ControlState state, Origin origin) {
        Map<String, List<String>> waiting = new TreeMap<>();
        clients.values().forEach(client -> client.status()
                .filter(status -> !status.group().isEmpty() && status.activity() == MemberStatus.Activity.HANDED_OVER)
                .ifPresent(status -> waiting.computeIfAbsent(status.group(), group -> new ArrayList<>())
                        .add(client.id())));
        waiting.forEach((group, own) -> {
            if (handOver(group, state.active(), origin).isEmpty()) {
                duty.tend(group, state, origin, members(), own);
            }
        });
    }

    private Map<String, Heard> members() {
        Map<String, ControlRecords> copies = new HashMap<>();
        watches.forEach((alias, watch) -> copies.put(alias, watch.records()));
        return ControlReading.of(copies, Map.of()).members();
    }

    /** A copy that is behind is brought up to date; all instances see it, so each waits a while of its own before it looks again. */
    private void heal(ControlState state) {
        watches.forEach((alias, watch) -> {
            if (!isBehind(watch, state)) {
                healAt.remove(alias);
            } else if (System.nanoTime() - healAt.computeIfAbsent(alias, behind -> inAWhile()) > 0) {
                healAt.remove(alias);
                tryTo(() -> control.copyTo(alias, state, Deadline.in(HEAL_WITHIN)));
            }
        });
    }

    private static long inAWhile() {
        return System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(100, 2_000));
    }

    private static boolean isBehind(CopyWatch watch, ControlState state) {
        return watch.readWithin(Duration.ofSeconds(2))
                && watch.records()
                        .state()
                        .filter(there -> there.epoch() >= state.epoch())
                        .isEmpty();
    }

    /** Nobody has said on which cluster to work: this instance does, once it has read that there is nothing to read. */
    private void first() {
        CopyWatch start = watches.get(settings.startOn());
        boolean allRead = watches.values().stream().allMatch(watch -> watch.readWithin(settings.lease()));
        boolean waited = System.nanoTime() - startedAt > settings.lease().toNanos();
        if (known.isEmpty()
                && start != null
                && start.readWithin(settings.lease())
                && (allRead || waited)
                && watches.values().stream()
                        .allMatch(watch -> watch.records().state().isEmpty())) {
            tryTo(() -> control.start(settings.startOn(), "the application's first instance starts here"));
        }
    }

    private static void tryTo(Runnable action) {
        try {
            action.run();
        } catch (MirrorException | KafkaException e) {
            LOG.debug("Not now", e);
        }
    }

    private static void quietly(Runnable submission) {
        try {
            submission.run();
        } catch (RejectedExecutionException e) {
            // Closed meanwhile.
        }
    }

    @Override
    public void close() {
        looker.shutdownNow();
        worker.shutdownNow();
        List.copyOf(clients.values()).forEach(this::dismiss);
        watches.values().forEach(CopyWatch::close);
    }
}
