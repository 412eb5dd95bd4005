package io.mirrorkit.core.internal.engine;

import io.mirrorkit.api.ExistingTopics;
import io.mirrorkit.api.Flow;
import io.mirrorkit.api.FlowConfig;
import io.mirrorkit.api.MirrorEvent;
import io.mirrorkit.api.errors.ClusterUnavailableException;
import io.mirrorkit.api.errors.MirrorException;
import io.mirrorkit.api.ledger.Generation;
import io.mirrorkit.api.ledger.PartitionState;
import io.mirrorkit.api.ledger.SlotStatus.PartitionStatus;
import io.mirrorkit.api.ledger.Slots;
import io.mirrorkit.core.internal.cluster.Answers;
import io.mirrorkit.core.internal.cluster.Offsets;
import io.mirrorkit.core.internal.lane.Flight.TargetGap;
import io.mirrorkit.core.internal.lane.Lane;
import io.mirrorkit.core.internal.lane.LaneFailure;
import io.mirrorkit.core.internal.lane.MirroredPartition;
import io.mirrorkit.core.internal.ledger.Reconciler;
import io.mirrorkit.core.internal.ledger.RecordMatcher;
import io.mirrorkit.core.internal.topics.TopicScout;
import io.mirrorkit.core.internal.topics.TopicShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All partitions of a session: which there are, how they stand, and what is done about those that fail. Changes come from the control
 * thread alone; look-ups may come from any.
 */
final class PartitionRoster implements TopicScout.Findings, PartitionStarter.Troubles {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionRoster.class);

    /** Runs something on the control thread after a pause. */
    interface Later {
        void run(Duration delay, Runnable task);
    }

    private final Flow flow;
    private final FlowOwnership ownership;
    private final Lane lane;
    private final Events events;
    private final Later later;
    private final Consumer<Throwable> reopen;
    private final Map<TopicPartition, MirroredPartition> partitions = new ConcurrentHashMap<>();
    private final Map<String, String> refusals = new ConcurrentHashMap<>();

    // The control thread's.
    private final List<MirroredPartition> waiting = new ArrayList<>();
    private final Set<String> compacted = new HashSet<>();
    private final Set<MirroredPartition> stopped = new HashSet<>();
    private final Map<MirroredPartition, Long> suspects = new HashMap<>();
    private final Map<MirroredPartition, Long> copiedAtFailure = new HashMap<>();
    private final Pause<MirroredPartition> pauses;
    private @Nullable TopicScout scout;
    private @Nullable PartitionStarter starter;
    private @Nullable Reconciler reconciler;

    PartitionRoster(
            Flow flow, FlowOwnership ownership, Lane lane, Events events, Later later, Consumer<Throwable> reopen) {
        this.reopen = reopen;
        this.flow = flow;
        this.ownership = ownership;
        this.lane = lane;
        this.events = events;
        this.later = later;
        this.pauses = new Pause<>(
                flow.config().duration(FlowConfig.RETRY_BACKOFF), flow.config().duration(FlowConfig.RETRY_BACKOFF_MAX));
    }

    /** Closes the circle: the scout and the starter report here. */
    void wire(TopicScout theScout, PartitionStarter theStarter, Reconciler theReconciler) {
        this.scout = theScout;
        this.starter = theStarter;
        this.reconciler = theReconciler;
    }

    private static <T> T wired(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the roster is not wired yet");
        }
        return part;
    }

    Map<TopicPartition, MirroredPartition> bySource() {
        return Map.copyOf(partitions);
    }

    Collection<MirroredPartition> all() {
        return List.copyOf(partitions.values());
    }

    Map<String, String> refusals() {
        return Map.copyOf(refusals);
    }

    Map<Integer, List<PartitionStatus>> bySlot(List<PartitionStatus> statuses) {
        Map<Integer, List<PartitionStatus>> slots = new HashMap<>();
        for (int slot = 0; slot < ownership.slots(); slot++) {
            slots.put(slot, new ArrayList<>());
        }
        for (PartitionStatus status : statuses) {
            int slot = Slots.of(status.topic(), status.partition(), ownership.slots());
            slots.computeIfAbsent(slot, s -> new ArrayList<>()).add(status);
        }
        return slots;
    }

    /** The generations of a topic: those in the ledger when the session began, and those begun since. */
    Set<Generation> generations(String topic) {
        Set<Generation> all = new HashSet<>(ownership.records().generations(topic));
        all.addAll(wired(starter).begun(topic));
        return all;
    }

    @Override
    public void ready(TopicScout.Pair pair) {
        String topic = pair.source().name();
        refusals.remove(topic);
        if (pair.compacted()) {
            compacted.add(pair.remote().name());
        }
        int before = countOf(topic);
        for (int number = 0; number < pair.source().partitions(); number++) {
            TopicPartition source = new TopicPartition(topic, number);
            MirroredPartition there = partitions.get(source);
            if (there != null && stopped.remove(there)) {
                comesBack(source, pair);
            } else if (there == null) {
                add(source, new TopicPartition(pair.remote().name(), number), pair);
            } else {
                there.limitedBy(pair.limits());
            }
        }
        int now = pair.source().partitions();
        if (before == 0) {
            events.tell(
                    new MirrorEvent.TopicAdded(flow.name(), topic, pair.remote().name(), now, pair.created()));
        } else if (now > before) {
            events.tell(new MirrorEvent.PartitionsAdded(flow.name(), topic, before, now));
        }
    }

    /** How many partitions of a topic there are, but for those that stand in for stopped ones. */
    private int countOf(String topic) {
        return (int) partitions.values().stream()
                .filter(partition -> partition.source().topic().equals(topic) && !stopped.contains(partition))
                .count();
    }

    /**
     * A topic that was stopped may be copied after all: as another incarnation from its first record, or, where the very topics are back,
     * from where its ledger ends, which only a new session can read.
     */
    private void comesBack(TopicPartition source, TopicScout.Pair pair) {
        if (generations(source.topic()).contains(pair.generation())) {
            reopen.accept(new ClusterUnavailableException(
                    "Topic \"" + source.topic() + "\" is visible again.",
                    "nothing; it is copied on from where it was."));
        } else {
            add(source, new TopicPartition(pair.remote().name(), source.partition()), pair);
        }
    }

    private void add(TopicPartition source, TopicPartition remote, TopicScout.Pair pair) {
        MirroredPartition partition = new MirroredPartition(source, remote, pair.generation(), ownership.slots());
        partition.limitedBy(pair.limits());
        partitions.put(source, partition);
        waiting.add(partition);
    }

    /** Starts what the last scan found. */
    void startNew() {
        if (!waiting.isEmpty()) {
            List<MirroredPartition> batch = List.copyOf(waiting);
            wired(starter).start(batch, compacted);
            waiting.clear();
        }
    }

    @Override
    public void refused(String topic, String reason) {
        refusals.put(topic, reason);
        events.tell(new MirrorEvent.TopicRefused(flow.name(), topic, reason));
    }

    @Override
    public void refuse(String topic, String reason) {
        drop(topic);
        wired(scout).refuseFromNowOn(topic, reason);
    }

    @Override
    public void stopped(TopicShape source, String reason) {
        String topic = source.name();
        refusals.put(topic, reason);
        Map<TopicPartition, MirroredPartition> former =
                drop(topic).stream().collect(Collectors.toMap(MirroredPartition::source, partition -> partition));
        Set<TopicPartition> all = new HashSet<>(former.keySet());
        IntStream.range(0, source.partitions()).forEach(number -> all.add(new TopicPartition(topic, number)));
        all.forEach(
                partition -> keepStopped(partition, Optional.ofNullable(former.get(partition)), source.id(), reason));
        events.tell(new MirrorEvent.TopicGone(flow.name(), topic, reason));
    }

    /**
     * The partition stays in the status, stopped, so that a plan can say why, even if it never ran in this session; its ledger is no longer
     * good for translations.
     */
    private void keepStopped(
            TopicPartition source, Optional<MirroredPartition> former, Uuid sourceTopicId, String reason) {
        TopicPartition remote = former.map(MirroredPartition::remote)
                .orElseGet(() -> new TopicPartition(
                        flow.policy().remoteTopic(flow.source(), source.topic()), source.partition()));
        Generation now = new Generation(
                ownership.sourceClusterId(),
                sourceTopicId,
                ownership.targetClusterId(),
                former.map(partition -> partition.generation().targetTopicId()).orElse(Uuid.ZERO_UUID),
                former.map(partition -> partition.generation().branch()).orElse(0));
        MirroredPartition standIn = new MirroredPartition(source, remote, now, ownership.slots());
        standIn.stands(PartitionState.STOPPED, reason);
        stopped.add(standIn);
        partitions.put(source, standIn);
    }

    private List<MirroredPartition> drop(String topic) {
        List<MirroredPartition> gone = partitions.values().stream()
                .filter(partition -> partition.source().topic().equals(topic))
                .toList();
        lane.remove(gone.stream().map(MirroredPartition::source).toList());
        suspects.keySet().removeAll(gone);
        copiedAtFailure.keySet().removeAll(gone);
        gone.forEach(pauses::reset);
        gone.forEach(partition -> partitions.remove(partition.source()));
        gone.forEach(stopped::remove);
        waiting.removeAll(gone);
        wired(starter).forget(gone);
        return gone;
    }

    /** A partition left the lane. */
    void failed(MirroredPartition partition, LaneFailure failure) {
        if (!isCurrent(partition)) {
            return;
        }
        failure.<Runnable>fold(
                        (offset, cause) -> () -> {
                            wired(scout).forgetConfigs(partition.remote().topic());
                            retry(
                                    partition,
                                    "record " + offset + " was refused by \"" + flow.target() + "\": "
                                            + Answers.describe(cause) + hint(cause));
                        },
                        cause -> () -> {
                            if (cause instanceof LogTruncationException) {
                                stop(
                                        partition,
                                        "the source's log was truncated below the position: " + cause.getMessage());
                            } else {
                                retry(
                                        partition,
                                        "\"" + flow.source() + "\" refuses to be read: " + Answers.describe(cause));
                            }
                        },
                        position -> () -> restartSoon(partition),
                        cause -> () -> {
                            LOG.info(
                                    "Comparing with the target what was sent last: flow={} partition={} reason={}",
                                    flow.name(),
                                    partition.source(),
                                    Answers.describe(cause));
                            restartSoon(partition);
                        })
                .run();
    }

    private static String hint(Throwable cause) {
        return cause instanceof org.apache.kafka.common.errors.RecordTooLargeException
                ? "; raise max.message.bytes of the remote topic, or message.max.bytes of its brokers"
                : "";
    }

    private boolean isCurrent(MirroredPartition partition) {
        return partitions.get(partition.source()) == partition;
    }

    @Override
    public void retry(MirroredPartition partition, String reason) {
        if (partition.copied() > copiedAtFailure.getOrDefault(partition, 0L)) {
            pauses.reset(partition);
        }
        copiedAtFailure.put(partition, partition.copied());
        stand(partition, PartitionState.RETRYING, reason);
        later.run(pauses.next(partition), () -> restart(partition));
    }

    /** At once, unless nothing was copied since the last time. */
    private void restartSoon(MirroredPartition partition) {
        boolean moved = partition.copied() > copiedAtFailure.getOrDefault(partition, -1L);
        copiedAtFailure.put(partition, partition.copied());
        if (moved) {
            pauses.reset(partition);
            restart(partition);
        } else {
            later.run(pauses.next(partition), () -> restart(partition));
        }
    }

    private void restart(MirroredPartition partition) {
        if (isCurrent(partition)) {
            lookIntoLastGaps(partition);
            suspects.remove(partition);
            wired(starter).start(List.of(partition), compacted);
        }
    }

    /** The gaps of a flight go with it. What can't be compared now still counts as doubled. */
    private void lookIntoLastGaps(MirroredPartition partition) {
        try {
            lookIntoGaps(partition);
        } catch (MirrorException | KafkaException e) {
            LOG.info(
                    "What lies between records on the target was not compared: flow={} partition={} reason={}",
                    flow.name(),
                    partition.source(),
                    e.getMessage());
        }
    }

    @Override
    public void stop(MirroredPartition partition, String reason) {
        stand(partition, PartitionState.STOPPED, reason);
    }

    private void stand(MirroredPartition partition, PartitionState state, String reason) {
        if (partition.stands(state, reason)) {
            changed(partition, partition.standing());
        }
    }

    /** A partition stands otherwise. */
    void changed(MirroredPartition partition, MirroredPartition.Standing standing) {
        events.tell(new MirrorEvent.PartitionChanged(
                flow.name(),
                partition.source().topic(),
                partition.source().partition(),
                standing.state(),
                standing.reason()));
    }

    /** The log start offsets of the remote partitions that the target answers for. */
    Map<MirroredPartition, Long> targetStarts(Admin target) {
        Map<TopicPartition, Long> starts = Offsets.starts(
                        target,
                        partitions.values().stream()
                                .map(MirroredPartition::remote)
                                .toList(),
                        flow.config().duration(FlowConfig.ADMIN_TIMEOUT))
                .values();
        Map<MirroredPartition, Long> known = new HashMap<>();
        partitions.values().forEach(partition -> {
            Long start = starts.get(partition.remote());
            if (start != null && !partition.ledger().isEmpty()) {
                known.put(partition, start);
            }
        });
        return known;
    }

    /**
     * Looks into stretches of the target that lie between acknowledged records: either what a crash had left in flight, and so records
     * that are doubled, or somebody else's.
     */
    void lookIntoGaps() {
        partitions.values().forEach(this::lookIntoGaps);
    }

    private void lookIntoGaps(MirroredPartition partition) {
        for (TargetGap gap : partition.flight().takeGaps()) {
            if (flow.existingTopics() != ExistingTopics.APPEND) {
                look(partition, gap);
            }
        }
    }

    /** Records in flight come in order, so each such stretch goes on where the one before ended. */
    private void look(MirroredPartition partition, TargetGap gap) {
        long from = suspects.computeIfAbsent(partition, p -> p.flight().began());
        RecordMatcher.Found found = wired(reconciler).inGap(partition, from, gap);
        String topic = partition.source().topic();
        int number = partition.source().partition();
        if (found.matched() > 0) {
            suspects.put(partition, found.runs().get(found.runs().size() - 1).sourceEnd());
            events.tell(new MirrorEvent.RecordsDoubled(flow.name(), topic, number, found.matched()));
        }
        if (found.foreign() > 0) {
            partition.foundForeign(found.foreign());
            events.tell(
                    new MirrorEvent.ForeignRecords(flow.name(), topic, number, found.firstForeign(), found.foreign()));
        }
    }
}
