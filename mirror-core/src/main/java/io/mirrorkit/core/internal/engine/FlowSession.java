package io.mirrorkit.core.internal.engine;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.FlowConfig;
import io.mirrorkit.api.MirrorEvent;
import io.mirrorkit.api.ledger.Checkpoint;
import io.mirrorkit.api.ledger.GroupStatus;
import io.mirrorkit.api.ledger.SlotStatus.PartitionStatus;
import io.mirrorkit.core.internal.groups.GroupWatch;
import io.mirrorkit.core.internal.heartbeat.Heartbeats;
import io.mirrorkit.core.internal.lane.Lane;
import io.mirrorkit.core.internal.lane.LaneFailure;
import io.mirrorkit.core.internal.lane.MirroredPartition;
import io.mirrorkit.core.internal.ledger.LedgerKeeper;
import io.mirrorkit.core.internal.ledger.Reconciler;
import io.mirrorkit.core.internal.status.SourceWatch;
import io.mirrorkit.core.internal.status.StatusTopic;
import io.mirrorkit.core.internal.topics.TopicAdmin;
import io.mirrorkit.core.internal.topics.TopicPlanner;
import io.mirrorkit.core.internal.topics.TopicScout;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One period in which a flow is owned and runs: from taking the slots to losing or leaving them. It wires the rooms together and ticks
 * them; what they do is theirs. Threads: control (topics, starts, retries), ledger, groups, status, and the lane's own.
 */
final class FlowSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FlowSession.class);
    private static final Duration SOON = Duration.ofMillis(500);
    private static final Duration HOUSEKEEPING = Duration.ofSeconds(30);
    private static final Duration LAST_LOOK = Duration.ofSeconds(1);
    private static final int LEDGERS_SHARE = 5;
    private static final Duration FAREWELL = Duration.ofMillis(500);

    /** Makes the lane that the session runs. */
    interface LaneFactory {
        Lane open(String threadName, Lane.Owner owner);
    }

    private final Flow flow;
    private final FlowConfig config;
    private final Clock clock;
    private final Events events;
    private final FlowOwnership ownership;
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    private final Admin sourceAdmin;
    private final Admin targetAdmin;
    private final LedgerThread ledger;
    private final Lane lane;
    private final Reconciler reconciler;
    private final StatusTopic statusTopic;
    private final SourceWatch sourceWatch;
    private final GroupWatch groupWatch;
    private final TopicScout scout;
    private final PartitionRoster roster;
    private final List<Heartbeats> heartbeats = new ArrayList<>();
    private final OneWarning guardedScan;
    private final ScheduledExecutorService control;
    private final ScheduledExecutorService groups;
    private final ScheduledExecutorService status;

    /** The control thread's: whether the last scan left something under way. */
    private boolean scanAgainSoon;

    /** Volatile: set by whoever closes the session, read by its threads. */
    private volatile boolean closing;

    /** Volatile: written by the status thread, read by whoever asks. */
    private volatile List<PartitionStatus> latest = List.of();

    FlowSession(
            Flow flow,
            FlowClients clients,
            FlowOwnership ownership,
            Admin sourceAdmin,
            Admin targetAdmin,
            LaneFactory lanes,
            Events events,
            Clock clock,
            String instanceId) {
        this.flow = flow;
        this.config = flow.config();
        this.clock = clock;
        this.events = events;
        this.guardedScan = new OneWarning(flow.name(), this::scanOnce, () -> closing);
        this.ownership = ownership;
        this.sourceAdmin = sourceAdmin;
        this.targetAdmin = targetAdmin;
        String threads = "mirrorkit-" + flow.name() + "-";
        this.control = Executors.newSingleThreadScheduledExecutor(Threads.named(threads + "control"));
        this.groups = Executors.newSingleThreadScheduledExecutor(Threads.named(threads + "groups"));
        this.status = Executors.newSingleThreadScheduledExecutor(Threads.named(threads + "status"));
        Duration timeout = config.duration(FlowConfig.ADMIN_TIMEOUT);
        this.ledger = new LedgerThread(
                threads + "ledger",
                new LedgerKeeper(ownership.writers(), config.number(FlowConfig.LEDGER_MEMORY)),
                this::fail);
        this.lane = lanes.open(threads + "lane", new LaneOwner());
        this.reconciler = new Reconciler(clients.sourceComparer(), clients.targetComparer(), timeout);
        this.statusTopic = new StatusTopic(flow.name(), flow.source(), instanceId, clients.statusProducer());
        TopicAdmin source = new TopicAdmin(clients.source(), sourceAdmin, timeout);
        TopicAdmin target = new TopicAdmin(clients.target(), targetAdmin, timeout);
        TopicPlanner planner = new TopicPlanner(flow, ownership.sourceClusterId(), ownership.targetClusterId());
        this.roster = new PartitionRoster(flow, ownership, lane, events, this::later, this::fail);
        this.scout = new TopicScout(flow, source, target, planner, roster::generations, roster);
        StartOffsetFinder starts = new StartOffsetFinder(flow, sourceAdmin, timeout, ownership.records()::start);
        roster.wire(
                scout,
                new PartitionStarter(
                        flow,
                        sourceAdmin,
                        targetAdmin,
                        ownership.records(),
                        ledger,
                        lane,
                        reconciler,
                        starts,
                        events,
                        roster),
                reconciler);
        this.sourceWatch = new SourceWatch(flow, sourceAdmin, clock, roster::changed);
        this.groupWatch = new GroupWatch(
                flow,
                clients.source(),
                sourceAdmin,
                clients.target(),
                targetAdmin,
                roster::bySource,
                new GroupSink(),
                clock);
        groupWatch.restore(ownership.groups());
        if (config.enabled(FlowConfig.HEARTBEATS_ENABLED)) {
            heartbeats.add(new Heartbeats(
                    clients.source(), flow.source(), flow.target(), threads + "heartbeats-source", clock));
            heartbeats.add(new Heartbeats(
                    clients.target(), flow.source(), flow.target(), threads + "heartbeats-target", clock));
        }
    }

    /** Lets work begin. */
    void start() {
        ledger.start(config.duration(FlowConfig.LEDGER_FLUSH_INTERVAL));
        lane.start();
        control.execute(this::scan);
        every(groups, config.duration(FlowConfig.GROUPS_DISCOVERY_INTERVAL), groupWatch::discover);
        every(groups, config.duration(FlowConfig.CHECKPOINT_INTERVAL), groupWatch::look);
        every(status, config.duration(FlowConfig.STATUS_INTERVAL), this::writeStatus);
        every(control, config.duration(FlowConfig.STATUS_INTERVAL), roster::lookIntoGaps);
        every(control, HOUSEKEEPING, this::forgetWhatTheTargetDeleted);
        every(status, config.duration(FlowConfig.HEARTBEATS_INTERVAL), () -> heartbeats.forEach(Heartbeats::beat));
    }

    private void every(ScheduledExecutorService executor, Duration interval, Runnable task) {
        OneWarning guarded = new OneWarning(flow.name(), task, () -> closing);
        executor.scheduleWithFixedDelay(guarded, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void later(Duration delay, Runnable task) {
        if (!closing) {
            control.schedule(new OneWarning(flow.name(), task, () -> closing), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void scan() {
        scanAgainSoon = false;
        guardedScan.run();
        later(scanAgainSoon ? SOON : config.duration(FlowConfig.TOPICS_DISCOVERY_INTERVAL), this::scan);
    }

    private void scanOnce() {
        scanAgainSoon = scout.scan();
        roster.startNew();
    }

    /** Chunks that speak only of records which the target has deleted are tombstoned. */
    private void forgetWhatTheTargetDeleted() {
        Map<MirroredPartition, Long> starts = roster.targetStarts(targetAdmin);
        ledger.ask(keeper -> {
            keeper.forgetBelow(starts);
            return true;
        });
    }

    private void writeStatus() {
        List<PartitionStatus> seen = sourceWatch.look(roster.all());
        latest = seen;
        long now = clock.millis();
        roster.bySlot(seen).forEach((slot, of) -> statusTopic.write(slot, now, of));
    }

    /** The partitions as they were seen last. */
    List<PartitionStatus> partitions() {
        return latest;
    }

    /** The groups as they were seen last. */
    Map<String, GroupStatus> groupStatuses() {
        return groupWatch.statuses();
    }

    /** Why topics that the flow takes are not replicated. */
    Map<String, String> refusals() {
        return roster.refusals();
    }

    void pause() {
        lane.pause();
    }

    void resume() {
        lane.resume();
    }

    /** Completed with the cause when the session can't go on. */
    CompletableFuture<Throwable> failure() {
        return failure;
    }

    private void fail(Throwable cause) {
        if (!closing) {
            failure.complete(cause);
        }
    }

    /** Ends the session: what is in flight and acknowledged by the deadline is in the ledger afterwards. */
    void close(Duration deadline) {
        closing = true;
        long end = System.nanoTime() + deadline.toNanos();
        Threads.shutDown(control, Duration.ZERO);
        // What is acknowledged by then is to be in the ledger: a leader that doesn't answer must not use up the time
        // for that.
        Duration ledgers = deadline.dividedBy(LEDGERS_SHARE);
        quietly(() -> lane.close(deadline.minus(ledgers)));
        Duration left = Duration.ofNanos(end - System.nanoTime());
        quietly(() -> ledger.close(left.compareTo(ledgers) > 0 ? left : ledgers));
        if (!deadline.isZero()) {
            lastLook();
        }
        Threads.shutDown(groups, Duration.ZERO);
        Threads.shutDown(status, Duration.ZERO);
        quietly(ownership);
        quietly(reconciler);
        quietly(statusTopic);
        heartbeats.forEach(FlowSession::quietly);
        quietly(() -> sourceAdmin.close(FAREWELL));
        quietly(() -> targetAdmin.close(FAREWELL));
    }

    /** After the last record: its checkpoints and status, as far as the clusters still answer. */
    private void lastLook() {
        try {
            groups.submit(() -> {
                        groupWatch.look();
                        statusTopic.flush();
                    })
                    .get(LAST_LOOK.toMillis(), TimeUnit.MILLISECONDS);
            status.submit(() -> {
                        writeStatus();
                        statusTopic.flush();
                    })
                    .get(LAST_LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.info("The last checkpoints were not written: flow={} reason={}", flow.name(), e.toString());
        }
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }

    private static void quietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.debug("A client did not close cleanly", e);
        }
    }

    private final class LaneOwner implements Lane.Owner {
        @Override
        public void partitionFailed(MirroredPartition partition, LaneFailure laneFailure) {
            later(Duration.ZERO, () -> roster.failed(partition, laneFailure));
        }

        @Override
        public void laneFailed(Throwable cause) {
            fail(cause);
        }
    }

    private final class GroupSink implements GroupWatch.Sink {
        @Override
        public void checkpoint(Checkpoint checkpoint) {
            statusTopic.write(checkpoint);
        }

        @Override
        public void status(String group, GroupStatus groupStatus) {
            statusTopic.write(group, groupStatus);
        }

        @Override
        public void observed(long atMs) {
            statusTopic.observed(atMs);
        }

        @Override
        public boolean lostSome() {
            return statusTopic.lostSome();
        }

        @Override
        public void event(MirrorEvent event) {
            events.tell(event);
        }
    }
}
