package io.mirrorkit.failover.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.ledger.Checkpoint;
import io.mirrorkit.api.ledger.Chunk;
import io.mirrorkit.api.ledger.FlowDefinition;
import io.mirrorkit.api.ledger.Generation;
import io.mirrorkit.api.ledger.LedgerKey;
import io.mirrorkit.api.ledger.LedgerWriter;
import io.mirrorkit.api.ledger.PartitionState;
import io.mirrorkit.api.ledger.SlotStatus;
import io.mirrorkit.api.ledger.SlotStatus.PartitionStatus;
import io.mirrorkit.api.ledger.StatusKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class EvidenceTest {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final Generation GENERATION = new Generation("s", new Uuid(1, 1), "t", new Uuid(2, 2), 0);

    private static ConsumerRecord<byte[], byte[]> record(byte[] key, byte[] value) {
        return new ConsumerRecord<>("topic", 0, 0, key, value);
    }

    private static ConsumerRecord<byte[], byte[]> chunk(TopicPartition source, int number, byte[] value) {
        return record(new LedgerKey.ChunkKey(source.topic(), source.partition(), GENERATION, number).encode(), value);
    }

    private static byte[] chunkOf(long sourceBase, long targetBase, long count) {
        LedgerWriter writer = LedgerWriter.startingAt(sourceBase, targetBase);
        writer.append(sourceBase, targetBase, count);
        return writer.takeChanges().get(0).map(Chunk::encode).orElseThrow();
    }

    @Test
    void shouldPutChunksInOrderWhenTheTopicDoesNot() {
        // Given
        LedgerEvidence.Builder builder = new LedgerEvidence.Builder(partition -> true);
        builder.add(chunk(ORDERS, 5, chunkOf(10, 10, 10)));
        builder.add(chunk(ORDERS, 2, chunkOf(0, 0, 10)));

        // When
        LedgerEvidence evidence = builder.build(4, Set.of());

        // Then
        assertThat(evidence.of(ORDERS).readable().get(GENERATION).sourceEnd()).isEqualTo(20);
    }

    @Test
    void shouldTakeTheLastChunkOfAKeyAndForgetTombstones() {
        // Given
        LedgerEvidence.Builder builder = new LedgerEvidence.Builder(partition -> true);
        builder.add(chunk(ORDERS, 0, chunkOf(0, 0, 5)));
        builder.add(chunk(ORDERS, 1, chunkOf(5, 5, 5)));
        builder.add(chunk(ORDERS, 0, chunkOf(0, 0, 7)));
        builder.add(chunk(ORDERS, 1, null));

        // When
        LedgerEvidence evidence = builder.build(4, Set.of());

        // Then
        assertThat(evidence.of(ORDERS).readable().get(GENERATION).sourceEnd()).isEqualTo(7);
    }

    @Test
    void shouldNotKeepPartitionsThatNobodyAskedFor() {
        // Given
        LedgerEvidence.Builder builder = new LedgerEvidence.Builder(ORDERS::equals);
        builder.add(chunk(new TopicPartition("orders", 1), 0, chunkOf(0, 0, 5)));

        // When
        LedgerEvidence evidence = builder.build(4, Set.of());

        // Then
        assertThat(evidence.partitions()).isEmpty();
    }

    @Test
    void shouldSayWhyWhenChunksOverlap() {
        // Given
        LedgerEvidence.Builder builder = new LedgerEvidence.Builder(partition -> true);
        builder.add(chunk(ORDERS, 0, chunkOf(0, 0, 50)));
        builder.add(chunk(ORDERS, 1, chunkOf(40, 60, 50)));

        // When
        LedgerEvidence evidence = builder.build(4, Set.of());

        // Then
        assertThat(evidence.of(ORDERS).readable()).isEmpty();
        assertThat(evidence.of(ORDERS).unreadable().get(GENERATION)).contains("begins before the end");
    }

    @Test
    void shouldTakeTheNumberOfSlotsFromTheDefinitionWhenTheTopicGrew() {
        // Given
        LedgerEvidence.Builder builder = new LedgerEvidence.Builder(partition -> true);
        FlowDefinition definition = new FlowDefinition(0, 8, "s", "t", Map.of());
        builder.add(record(new LedgerKey.Definition().encode(), definition.encode()));

        // When
        LedgerEvidence evidence = builder.build(12, Set.of());

        // Then
        assertThat(evidence.slots()).isEqualTo(8);
        assertThat(evidence.definition()).contains(definition);
    }

    @Test
    void shouldSurviveRecordsWithoutKeys() {
        // Given
        LedgerEvidence.Builder ledger = new LedgerEvidence.Builder(partition -> true);
        StatusEvidence.Builder status = new StatusEvidence.Builder();
        CheckpointEvidence.Builder checkpoints = new CheckpointEvidence.Builder();

        // When
        ledger.add(record(null, new byte[] {1}));
        status.add(record(null, new byte[] {1}));
        checkpoints.add(record(null, new byte[] {1}));

        // Then
        assertThat(ledger.build(4, Set.of()).notes()).hasSize(1);
        assertThat(status.build().notes()).hasSize(1);
        assertThat(checkpoints.build().skipped()).isEqualTo(1);
    }

    @Test
    void shouldTakeTheNewerStatusWhenAPartitionStandsInTwoSlots() {
        // Given
        StatusEvidence.Builder builder = new StatusEvidence.Builder();
        builder.add(record(new StatusKey.Slot(1).encode(), status(2000, 20).encode()));
        builder.add(record(new StatusKey.Slot(0).encode(), status(1000, 10).encode()));

        // When
        StatusEvidence evidence = builder.build();

        // Then
        StatusEvidence.Seen seen = evidence.of(ORDERS).orElseThrow();
        assertThat(seen.at()).isEqualTo(Instant.ofEpochMilli(2000));
        assertThat(seen.status().position()).isEqualTo(20);
    }

    private static SlotStatus status(long observedMs, long position) {
        PartitionStatus partition = new PartitionStatus(
                "orders",
                0,
                "orders",
                new Uuid(1, 1),
                new Uuid(2, 2),
                0,
                0,
                0,
                position,
                0,
                0,
                PartitionState.COPYING,
                "");
        return new SlotStatus("engine", observedMs, List.of(partition));
    }

    @Test
    void shouldNoteStatusThatCannotBeRead() {
        // Given
        StatusEvidence.Builder builder = new StatusEvidence.Builder();
        builder.add(record(new StatusKey.Slot(1).encode(), new byte[] {77}));
        builder.add(record(new StatusKey.Observed().encode(), new byte[] {1}));

        // When
        StatusEvidence evidence = builder.build();

        // Then
        assertThat(evidence.notes()).hasSize(2);
        assertThat(evidence.groupsObserved()).isEqualTo(Optional.empty());
    }

    @Test
    void shouldSkipAndCountCheckpointsThatCannotBeUsed() {
        // Given: MirrorMaker 2's own client would fail for every group
        Checkpoint first = new Checkpoint("g", "primary.orders", 0, 1, 2, "");
        Checkpoint last = new Checkpoint("g", "primary.orders", 0, 5, 6, "");
        CheckpointEvidence.Builder builder = new CheckpointEvidence.Builder();
        builder.add(record(first.key(), first.value()));
        builder.add(record(last.key(), last.value()));
        builder.add(record(last.key(), null));
        builder.add(record(last.key(), new byte[] {0}));
        builder.add(record(last.key(), new byte[] {0, 1, 2}));

        // When
        CheckpointEvidence evidence = builder.build();

        // Then
        assertThat(evidence.skipped()).isEqualTo(3);
        assertThat(evidence.groups()
                        .get("g")
                        .get(new TopicPartition("primary.orders", 0))
                        .checkpoint())
                .isEqualTo(last);
    }
}
