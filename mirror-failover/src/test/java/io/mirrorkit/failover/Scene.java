package io.mirrorkit.failover;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.OffsetTranslator;
import io.mirrorkit.api.ledger.Checkpoint;
import io.mirrorkit.api.ledger.Chunk;
import io.mirrorkit.api.ledger.Generation;
import io.mirrorkit.api.ledger.GroupStatus;
import io.mirrorkit.api.ledger.GroupStatus.GroupPosition;
import io.mirrorkit.api.ledger.GroupsObserved;
import io.mirrorkit.api.ledger.LedgerKey;
import io.mirrorkit.api.ledger.LedgerWriter;
import io.mirrorkit.api.ledger.LogBounds;
import io.mirrorkit.api.ledger.PartitionState;
import io.mirrorkit.api.ledger.SlotStatus;
import io.mirrorkit.api.ledger.SlotStatus.PartitionStatus;
import io.mirrorkit.api.ledger.Slots;
import io.mirrorkit.api.ledger.StatusKey;
import io.mirrorkit.failover.Completeness.Missing;
import io.mirrorkit.failover.internal.AnchorCounter.Counts;
import io.mirrorkit.failover.internal.CheckpointEvidence;
import io.mirrorkit.failover.internal.LedgerEvidence;
import io.mirrorkit.failover.internal.StatusEvidence;
import io.mirrorkit.failover.internal.TargetEvidence;
import io.mirrorkit.failover.internal.TargetTopic;
import io.mirrorkit.policy.NamingPolicies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** What a flow left on a target, put together record by record, for plans without brokers. */
final class Scene {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final String GROUP = "billing";
    static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    static final TopicPartition REMOTE = new TopicPartition("primary.orders", 0);
    static final Uuid SOURCE_ID = new Uuid(1, 1);
    static final Uuid TARGET_ID = new Uuid(2, 2);
    static final Generation LIVE = new Generation("source", SOURCE_ID, "target", TARGET_ID, 0);
    static final int SLOTS = 4;

    private final List<ConsumerRecord<byte[], byte[]>> ledger = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> status = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> checkpoints = new ArrayList<>();
    private final List<GroupPosition> positions = new ArrayList<>();
    private final List<PartitionStatus> partitions = new ArrayList<>();
    private final Map<String, TargetTopic> topics = new HashMap<>();
    private final Map<TopicPartition, LogBounds> bounds = new HashMap<>();
    private final List<Missing> missing = new ArrayList<>();
    private final Set<Integer> unread = new HashSet<>();
    private Counts counts = Counts.NONE;
    private Instant observed = NOW;
    private String note = "";
    private Optional<String> cluster = Optional.of("target");
    private OffsetTranslator translator = OffsetTranslator.exact();

    /** A group at source offset 50 of one partition whose 100 records lie 1,000 offsets further on the target. */
    static Scene standing() {
        return new Scene()
                .ledger(ORDERS, LIVE, writer -> writer.append(0, 1000, 100))
                .group(ORDERS, 50)
                .seen(ORDERS, SOURCE_ID, 100)
                .target("primary.orders", TARGET_ID, 2)
                .bounds(REMOTE, 1000, 1100);
    }

    Scene ledger(TopicPartition source, Generation generation, Consumer<LedgerWriter> content) {
        return ledger(source, generation, LedgerWriter.startingAt(0, 0), content);
    }

    Scene ledger(TopicPartition source, Generation generation, LedgerWriter writer, Consumer<LedgerWriter> content) {
        content.accept(writer);
        writer.takeChanges().forEach((number, chunk) -> chunk(source, generation, number, chunk.map(Chunk::encode)));
        return this;
    }

    Scene chunk(TopicPartition source, Generation generation, int number, Optional<byte[]> value) {
        LedgerKey key = new LedgerKey.ChunkKey(source.topic(), source.partition(), generation, number);
        return ledgerRecord(slot(source), key.encode(), value.orElse(null));
    }

    Scene ledgerRecord(int slot, byte[] key, byte[] value) {
        ledger.add(new ConsumerRecord<>("ledger", slot, ledger.size(), key, value));
        return this;
    }

    static int slot(TopicPartition source) {
        return Slots.of(source.topic(), source.partition(), SLOTS);
    }

    Scene unreadSlotOf(TopicPartition source) {
        unread.add(slot(source));
        return this;
    }

    Scene group(TopicPartition source, long offset) {
        return group(source, offset, 0, -1, "");
    }

    Scene group(TopicPartition source, long offset, long perSecond, long synced, String problem) {
        positions.removeIf(
                position -> position.topic().equals(source.topic()) && position.partition() == source.partition());
        positions.add(new GroupPosition(source.topic(), source.partition(), offset, perSecond, synced, problem));
        return this;
    }

    Scene note(String text) {
        note = text;
        return this;
    }

    Scene observed(Duration ago) {
        observed = NOW.minus(ago);
        return this;
    }

    Scene seen(TopicPartition source, Uuid id, long position) {
        return seen(source, id, position, position, position, PartitionState.COPYING, "");
    }

    Scene seen(
            TopicPartition source, Uuid id, long position, long stable, long end, PartitionState state, String reason) {
        partitions.removeIf(
                partition -> partition.topic().equals(source.topic()) && partition.partition() == source.partition());
        partitions.add(new PartitionStatus(
                source.topic(),
                source.partition(),
                "primary." + source.topic(),
                id,
                TARGET_ID,
                0,
                stable,
                end,
                position,
                0,
                0,
                state,
                reason));
        return this;
    }

    Scene unseen() {
        partitions.clear();
        return this;
    }

    Scene statusRecord(byte[] key, byte[] value) {
        status.add(new ConsumerRecord<>("status", 0, status.size(), key, value));
        return this;
    }

    Scene checkpoint(String group, TopicPartition remote, long sourceOffset, long targetOffset) {
        Checkpoint checkpoint =
                new Checkpoint(group, remote.topic(), remote.partition(), sourceOffset, targetOffset, "");
        checkpoints.add(new ConsumerRecord<>(
                "checkpoints",
                0,
                checkpoints.size(),
                observed.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                checkpoint.key(),
                checkpoint.value(),
                new RecordHeaders(),
                Optional.empty()));
        return this;
    }

    Scene target(String topic, Uuid id, int partitionCount) {
        return target(topic, new TargetTopic.Present(id, partitionCount));
    }

    Scene target(String topic, TargetTopic answer) {
        topics.put(topic, answer);
        return this;
    }

    Scene unknownCluster() {
        cluster = Optional.empty();
        return this;
    }

    Scene cluster(String id) {
        cluster = Optional.of(id);
        return this;
    }

    Scene bounds(TopicPartition remote, long start, long end) {
        bounds.put(remote, new LogBounds(start, end));
        return this;
    }

    Scene unknownBounds() {
        bounds.clear();
        return this;
    }

    Scene missing(Completeness.What what, String detail) {
        missing.add(new Missing(what, detail));
        return this;
    }

    Scene counts(Counts found) {
        counts = found;
        return this;
    }

    Scene translator(OffsetTranslator custom) {
        translator = custom;
        return this;
    }

    /** The plan by the ledger and the status topic. */
    GroupPlan plan() {
        return planner().plan(GROUP).plan();
    }

    PartitionPlan planOfOrders() {
        return plan().partitions().get(ORDERS);
    }

    /** The plan by checkpoints alone. */
    GroupPlan planByCheckpoints() {
        return planner(Optional.empty(), Optional.empty(), Optional.of(checkpointEvidence()))
                .plan(GROUP)
                .plan();
    }

    /** The plan by the ledger, with the groups' offsets from checkpoints. */
    GroupPlan planByLedgerAndCheckpoints() {
        return planner(Optional.of(ledgerEvidence()), Optional.empty(), Optional.of(checkpointEvidence()))
                .plan(GROUP)
                .plan();
    }

    Planner planner() {
        return planner(Optional.of(ledgerEvidence()), Optional.of(statusEvidence()), Optional.empty());
    }

    Planner planner(
            Optional<LedgerEvidence> ledgerRead,
            Optional<StatusEvidence> statusRead,
            Optional<CheckpointEvidence> checkpointsRead) {
        Evidence evidence = new Evidence(
                ledgerRead, statusRead, checkpointsRead, new TargetEvidence(cluster, topics, bounds), counts, missing);
        return new Planner(flow(), evidence, NOW, Duration.ofMinutes(1));
    }

    Flow flow() {
        return Flow.builder("primary", "backup")
                .topics(topic -> true)
                .policy(NamingPolicies.prefix())
                .offsetTranslator(translator)
                .build();
    }

    private LedgerEvidence ledgerEvidence() {
        LedgerEvidence.Builder builder = new LedgerEvidence.Builder(partition -> true);
        ledger.forEach(builder::add);
        return builder.build(SLOTS, unread);
    }

    private StatusEvidence statusEvidence() {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        all.add(record(new StatusKey.Slot(0), new SlotStatus("engine", observed.toEpochMilli(), partitions).encode()));
        if (!positions.isEmpty()) {
            all.add(record(new StatusKey.Group(GROUP), new GroupStatus(0, note, positions).encode()));
        }
        all.add(record(new StatusKey.Observed(), new GroupsObserved(observed.toEpochMilli(), "engine").encode()));
        all.addAll(status);
        StatusEvidence.Builder builder = new StatusEvidence.Builder();
        all.forEach(builder::add);
        return builder.build();
    }

    private static ConsumerRecord<byte[], byte[]> record(StatusKey key, byte[] value) {
        return new ConsumerRecord<>("status", 0, 0, key.encode(), value);
    }

    private CheckpointEvidence checkpointEvidence() {
        CheckpointEvidence.Builder builder = new CheckpointEvidence.Builder();
        checkpoints.forEach(builder::add);
        return builder.build();
    }
}
