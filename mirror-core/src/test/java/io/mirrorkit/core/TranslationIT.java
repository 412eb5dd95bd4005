package io.mirrorkit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.OffsetTranslator;
import io.mirrorkit.api.Translation;
import io.mirrorkit.api.ledger.Chunk;
import io.mirrorkit.api.ledger.InternalTopics;
import io.mirrorkit.api.ledger.Ledger;
import io.mirrorkit.api.ledger.LedgerKey;
import io.mirrorkit.api.ledger.LogBounds;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import io.mirrorkit.testing.TestCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Invariant C: every source offset translates to the true position, which these tests find by reading both sides. */
class TranslationIT {

    private static EmbeddedCluster source;
    private static EmbeddedCluster target;

    @BeforeAll
    static void startClusters() {
        source = EmbeddedCluster.start();
        target = EmbeddedCluster.start();
    }

    @AfterAll
    static void stopClusters() {
        source.close();
        target.close();
    }

    /** The ledger as the topic holds it, read the way a stranger would. */
    static Ledger ledger(TestCluster cluster, String flow, TopicPartition partition) {
        TreeMap<Integer, Chunk> chunks = new TreeMap<>();
        for (int slot = 0; slot < 8; slot++) {
            Records.readAll(
                            cluster,
                            new TopicPartition(InternalTopics.ledger(flow), slot),
                            IsolationLevel.READ_COMMITTED)
                    .forEach(record -> {
                        if (LedgerKey.decode(record.key()) instanceof LedgerKey.ChunkKey key
                                && key.topic().equals(partition.topic())
                                && key.partition() == partition.partition()) {
                            if (record.value() == null) {
                                chunks.remove(key.number());
                            } else {
                                chunks.put(key.number(), Chunk.decode(record.value()));
                            }
                        }
                    });
        }
        return Ledger.of(chunks.values());
    }

    static LogBounds bounds(TestCluster cluster, TopicPartition partition) throws Exception {
        long start = cluster.admin()
                .listOffsets(Map.of(partition, OffsetSpec.earliest()))
                .partitionResult(partition)
                .get()
                .offset();
        long end = cluster.admin()
                .listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
        return new LogBounds(start, end);
    }

    /**
     * The true position of a source offset: the target offset of the first record at or behind it. Records are recognised by their value,
     * which is unique.
     */
    private static void assertEveryOffsetExact(
            Ledger ledger,
            List<ConsumerRecord<byte[], byte[]>> sourceRecords,
            List<ConsumerRecord<byte[], byte[]>> targetRecords,
            long sourceEnd,
            LogBounds bounds) {
        Map<String, Long> places = new java.util.HashMap<>();
        targetRecords.forEach(record -> places.put(value(record), record.offset()));
        long truth = bounds.end();
        int next = sourceRecords.size() - 1;
        for (long offset = sourceEnd; offset >= 0; offset--) {
            while (next >= 0 && sourceRecords.get(next).offset() >= offset) {
                truth = places.get(value(sourceRecords.get(next)));
                next--;
            }
            Translation translation = OffsetTranslator.exact().translate(ledger, offset, bounds);
            assertThat(translation)
                    .as("translation of source offset %d", offset)
                    .isEqualTo(new Translation.Exact(truth));
        }
    }

    private static String value(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    private static List<ProducerRecord<byte[], byte[]>> keyed(String topic, String batch, int keys, int count) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(new ProducerRecord<>(
                    topic,
                    0,
                    ("key-" + i % keys).getBytes(StandardCharsets.UTF_8),
                    (batch + "-" + i).getBytes(StandardCharsets.UTF_8)));
        }
        return records;
    }

    @Test
    void shouldTranslateEveryOffsetWhenTransactionsWereCommittedAndAborted() throws Exception {
        // Given
        source.createTopic("transactions", 1);
        for (int i = 0; i < 40; i++) {
            Records.produceCommitted(source, "committer", keyed("transactions", "c" + i, 5, 1 + i % 7));
            Records.produceAborted(source, "aborter", keyed("transactions", "a" + i, 5, 1 + i % 5));
            Records.produce(source, keyed("transactions", "p" + i, 5, i % 3));
        }

        // When
        TopicPartition partition = new TopicPartition("transactions", 0);
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.flow("transactions").build())) {
            mirroring.awaitCopied("transactions", 1);
            mirroring.assertSame("transactions", 1);

            // Then
            assertEveryOffsetExact(
                    ledger(target, "flow.transactions", partition),
                    mirroring.sourceRecords("transactions", 0),
                    mirroring.targetRecords("transactions", 0),
                    bounds(source, partition).end(),
                    bounds(target, new TopicPartition("a.transactions", 0)));
        }
    }

    @Test
    void shouldTranslateEveryOffsetWhenTheSourceWasCompacted() throws Exception {
        // Given
        Map<String, String> compacted = Map.of(
                "cleanup.policy", "compact",
                "segment.bytes", "1048576",
                "segment.ms", "100",
                "min.cleanable.dirty.ratio", "0.01",
                "max.compaction.lag.ms", "200");
        source.createTopic("compacted", 1, (short) 1, compacted);
        TopicPartition partition = new TopicPartition("compacted", 0);
        compact(source, partition);

        // When
        try (Mirroring mirroring = Mirroring.started(
                source,
                target,
                Mirroring.flow("compacted").topicConfigs(config -> false).build())) {
            mirroring.awaitCopied("compacted", 1);
            mirroring.assertSame("compacted", 1);

            // Then
            List<ConsumerRecord<byte[], byte[]>> sourceRecords = mirroring.sourceRecords("compacted", 0);
            assertThat(sourceRecords.size())
                    .isLessThan((int) bounds(source, partition).end());
            assertEveryOffsetExact(
                    ledger(target, "flow.compacted", partition),
                    sourceRecords,
                    mirroring.targetRecords("compacted", 0),
                    bounds(source, partition).end(),
                    bounds(target, new TopicPartition("a.compacted", 0)));
        }
    }

    /** Writes batches until the cleaner has made holes. */
    private static void compact(EmbeddedCluster cluster, TopicPartition partition) {
        int[] batch = {0};
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> {
                    Records.produce(cluster, keyed(partition.topic(), "b" + batch[0]++, 7, 50));
                    int present = Records.readAll(cluster, partition, IsolationLevel.READ_COMMITTED)
                            .size();
                    assertThat((long) present)
                            .isLessThan(bounds(cluster, partition).end() - 100);
                });
    }

    @Test
    void shouldNeverPassAnUnreadRecordWhenTheTargetIsCompactedLater() throws Exception {
        // Given
        source.createTopic("later", 1);
        TopicPartition partition = new TopicPartition("later", 0);
        TopicPartition remote = new TopicPartition("a.later", 0);
        target.createTopic(
                "a.later",
                1,
                (short) 1,
                Map.of(
                        "cleanup.policy", "compact",
                        "segment.ms", "100",
                        "min.cleanable.dirty.ratio", "0.01",
                        "max.compaction.lag.ms", "200"));
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.flow("later").build())) {

            // When
            int[] batch = {0};
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(300))
                    .untilAsserted(() -> {
                        Records.produceCommitted(source, "later", keyed("later", "b" + batch[0]++, 7, 50));
                        int present = Records.readAll(target, remote, IsolationLevel.READ_COMMITTED)
                                .size();
                        assertThat((long) present)
                                .isLessThan(bounds(target, remote).end() - 100);
                    });
            mirroring.awaitCopied("later", 1);

            // Then
            List<ConsumerRecord<byte[], byte[]>> targetRecords = mirroring.targetRecords("later", 0);
            Map<String, Long> sourcePlaces = new java.util.HashMap<>();
            mirroring.sourceRecords("later", 0).forEach(record -> sourcePlaces.put(value(record), record.offset()));
            Ledger ledger = ledger(target, "flow.later", partition);
            LogBounds bounds = bounds(target, remote);
            for (long offset = bounds(source, partition).end(); offset >= 0; offset--) {
                long from = offset;
                Translation translation = OffsetTranslator.exact().translate(ledger, offset, bounds);
                assertThat(translation).isInstanceOf(Translation.Exact.class);
                long place = translation.target().getAsLong();
                targetRecords.forEach(record -> assertThat(record.offset() >= place)
                        .as("record of source offset %d is read from %d on", sourcePlaces.get(value(record)), place)
                        .isEqualTo(sourcePlaces.get(value(record)) >= from));
            }
        }
    }
}
