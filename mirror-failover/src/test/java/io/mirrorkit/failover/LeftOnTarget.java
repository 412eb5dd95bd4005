package io.mirrorkit.failover;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.ledger.Chunk;
import io.mirrorkit.api.ledger.FlowDefinition;
import io.mirrorkit.api.ledger.Generation;
import io.mirrorkit.api.ledger.GroupStatus;
import io.mirrorkit.api.ledger.GroupStatus.GroupPosition;
import io.mirrorkit.api.ledger.GroupsObserved;
import io.mirrorkit.api.ledger.InternalTopics;
import io.mirrorkit.api.ledger.LedgerKey;
import io.mirrorkit.api.ledger.LedgerWriter;
import io.mirrorkit.api.ledger.PartitionState;
import io.mirrorkit.api.ledger.SlotStatus;
import io.mirrorkit.api.ledger.SlotStatus.PartitionStatus;
import io.mirrorkit.api.ledger.Slots;
import io.mirrorkit.api.ledger.StatusKey;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** Writes what an engine would have left of one flow on a real target. Each has names of its own, so that tests can share a cluster. */
final class LeftOnTarget {

    static final Uuid SOURCE_ID = new Uuid(1, 1);
    static final int SLOTS = 3;
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Instant SEEN = NOW.minusSeconds(3);

    final EmbeddedCluster cluster;
    final Flow flow;
    final String group = "group-" + UUID.randomUUID();
    final String topic = "orders-" + UUID.randomUUID();
    final String remoteTopic = "primary." + topic;

    private final List<PartitionStatus> partitions = new ArrayList<>();

    LeftOnTarget(EmbeddedCluster cluster) {
        this.cluster = cluster;
        this.flow = Flow.builder("primary", "backup")
                .name("flow-" + UUID.randomUUID())
                .topics(name -> true)
                .policy(NamingPolicies.prefix())
                .build();
    }

    TopicPartition source(int partition) {
        return new TopicPartition(topic, partition);
    }

    TopicPartition remote(int partition) {
        return new TopicPartition(remoteTopic, partition);
    }

    /** The topics of a flow that just began. */
    LeftOnTarget flowTopics() {
        cluster.createTopic(ledgerTopic(), SLOTS, 1, Map.of("cleanup.policy", "compact"));
        cluster.createTopic(InternalTopics.status(flow.name()), 1, 1, Map.of("cleanup.policy", "compact"));
        FlowDefinition definition =
                new FlowDefinition(0, SLOTS, "source-cluster", cluster.clusterId(), flow.describeParts());
        commit(List.of(ledgerRecord(0, new LedgerKey.Definition(), definition.encode())));
        return this;
    }

    /** A remote topic with numbered records in every partition. */
    LeftOnTarget remoteTopic(int partitionCount, int records) {
        cluster.createTopic(remoteTopic, partitionCount);
        for (int partition = 0; partition < partitionCount; partition++) {
            Records.produce(cluster, remote(partition), records);
        }
        return this;
    }

    /** The source's offsets 500 to 599 lie at 0 to 99; it went on to 620; the group stands at 540 and 577. */
    LeftOnTarget standing() {
        for (int partition = 0; partition < 2; partition++) {
            ledger(partition, LedgerWriter.startingAt(500, 0), writer -> writer.append(500, 0, 100));
            seen(partition, SOURCE_ID, 600, 620, SEEN);
        }
        return group(SEEN, at(0, 540), at(1, 577));
    }

    Uuid remoteTopicId() {
        try {
            return cluster.admin()
                    .describeTopics(Set.of(remoteTopic))
                    .allTopicNames()
                    .get()
                    .get(remoteTopic)
                    .topicId();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Generation generation() {
        return new Generation("source-cluster", SOURCE_ID, cluster.clusterId(), remoteTopicId(), 0);
    }

    /** A partition's ledger, in one committed transaction. */
    LeftOnTarget ledger(int partition, LedgerWriter writer, Consumer<LedgerWriter> content) {
        commit(chunks(partition, writer, content));
        return this;
    }

    /** A ledger that its transaction took back. */
    LeftOnTarget abortedLedger(int partition, Consumer<LedgerWriter> content) {
        List<ProducerRecord<byte[], byte[]>> records = chunks(partition, LedgerWriter.startingAt(0, 0), content);
        Records.produceAborted(cluster, "tx-" + flow.name(), records);
        return this;
    }

    LeftOnTarget chunk(int partition, int number, byte[] value) {
        commit(List.of(chunkRecord(partition, number, value)));
        return this;
    }

    private List<ProducerRecord<byte[], byte[]>> chunks(
            int partition, LedgerWriter writer, Consumer<LedgerWriter> content) {
        content.accept(writer);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        writer.takeChanges()
                .forEach((number, chunk) -> records.add(
                        chunkRecord(partition, number, chunk.map(Chunk::encode).orElse(null))));
        return records;
    }

    private ProducerRecord<byte[], byte[]> chunkRecord(int partition, int number, byte[] value) {
        LedgerKey key = new LedgerKey.ChunkKey(topic, partition, generation(), number);
        return ledgerRecord(Slots.of(topic, partition, SLOTS), key, value);
    }

    private ProducerRecord<byte[], byte[]> ledgerRecord(int slot, LedgerKey key, byte[] value) {
        return new ProducerRecord<>(ledgerTopic(), slot, key.encode(), value);
    }

    private void commit(List<ProducerRecord<byte[], byte[]>> records) {
        Records.produceCommitted(cluster, "tx-" + flow.name(), records);
    }

    /** What the engine saw of a source partition, from now on part of the slots' status. */
    LeftOnTarget seen(int partition, Uuid sourceId, long position, long sourceEnd, Instant at) {
        partitions.removeIf(known -> known.partition() == partition);
        partitions.add(new PartitionStatus(
                topic,
                partition,
                remoteTopic,
                sourceId,
                remoteTopicId(),
                0,
                sourceEnd,
                sourceEnd,
                position,
                0,
                0,
                PartitionState.COPYING,
                ""));
        return status(new StatusKey.Slot(0), new SlotStatus("engine", at.toEpochMilli(), partitions).encode());
    }

    LeftOnTarget group(Instant observed, GroupPosition... positions) {
        return group(group, observed, positions);
    }

    LeftOnTarget group(String id, Instant observed, GroupPosition... positions) {
        status(new StatusKey.Group(id), new GroupStatus(observed.toEpochMilli(), "", List.of(positions)).encode());
        return status(new StatusKey.Observed(), new GroupsObserved(observed.toEpochMilli(), "engine").encode());
    }

    GroupPosition at(int partition, long sourceOffset) {
        return at(partition, sourceOffset, -1);
    }

    GroupPosition at(int partition, long sourceOffset, long synced) {
        return new GroupPosition(topic, partition, sourceOffset, 10, synced, "");
    }

    private LeftOnTarget status(StatusKey key, byte[] value) {
        Records.produce(
                cluster, List.of(new ProducerRecord<>(InternalTopics.status(flow.name()), 0, key.encode(), value)));
        return this;
    }

    Optional<Long> committed(int partition) {
        try {
            return Optional.ofNullable(cluster.admin()
                            .listConsumerGroupOffsets(group)
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .get(remote(partition)))
                    .map(offset -> offset.offset());
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String ledgerTopic() {
        return InternalTopics.ledger(flow.name());
    }
}
