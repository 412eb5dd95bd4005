package io.mirrorkit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.StartPosition;
import io.mirrorkit.api.ledger.PartitionState;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which batches the wire lane opens, and that all records arrive as they were either way (invariants A, B, F). */
class WireLaneOpeningIT {

    private static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");
    private static final String TOO_NEW = "message.timestamp.after.max.ms";

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

    private static Flow wire(String topic) {
        return Mirroring.wire(topic).build();
    }

    private static byte[] incompressible(int seed, int size) {
        byte[] value = new byte[size];
        new Random(seed).nextBytes(value);
        return value;
    }

    /** Records with keys that count, and values that no codec makes smaller. */
    private static List<ProducerRecord<byte[], byte[]>> records(String topic, int from, int count, int size) {
        long now = System.currentTimeMillis();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(topic, 0, now + i, key(i), incompressible(i, size));
            record.headers().add(new RecordHeader("number", key(i)));
            records.add(record);
        }
        return records;
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    /** Writes records into batches of a size, as full as they get. */
    private static void produce(List<ProducerRecord<byte[], byte[]>> records, String codec, int batchSize) {
        Map<String, Object> properties = Map.of(
                "compression.type",
                codec,
                "batch.size",
                batchSize,
                "linger.ms",
                batchSize < 100 ? 0 : 2_000,
                "max.request.size",
                10_000_000);
        try (Producer<byte[], byte[]> producer = Records.producer(source, properties)) {
            records.forEach(producer::send);
        }
    }

    private static LaneStatus copied(Mirroring mirroring, String topic, int records) {
        mirroring.awaitCopied(topic, 1);
        assertThat(mirroring.targetRecords(topic, 0)).hasSize(records);
        mirroring.assertSame(topic, 1);
        assertThat(mirroring.status().doubled()).isZero();
        LaneStatus lane = mirroring.status().lane();
        assertThat(lane.lane()).isEqualTo("wire");
        assertThat(lane.passedRecords() + lane.builtRecords()).isEqualTo(records);
        return lane;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
    void shouldPassBatchesUnopenedWhenTheyAreLarge(String codec) {
        // Given
        String topic = "large-" + codec;
        source.createTopic(topic, 1);
        produce(records(topic, 0, 4_000, 1_000), codec, 900_000);

        // When
        try (Mirroring mirroring = Mirroring.started(source, target, wire(topic))) {
            LaneStatus lane = copied(mirroring, topic, 4_000);

            // Then
            assertThat(lane.openedBatches()).isEmpty();
            assertThat(lane.builtBatches()).isZero();
            assertThat(lane.passedBatches()).isPositive();
            assertThat(lane.passedBytes()).isGreaterThan(4_000_000);
            assertThat(lane.absentOffsets()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void shouldJoinBatchesWhenTheyAreTiny(String codec) {
        // Given
        String topic = "tiny-" + codec;
        source.createTopic(topic, 1);
        produce(records(topic, 0, 3_000, 20), codec, 0);

        // When
        try (Mirroring mirroring = Mirroring.started(source, target, wire(topic))) {
            LaneStatus lane = copied(mirroring, topic, 3_000);

            // Then
            assertThat(lane.openedBatches()).containsOnlyKeys("repacked");
            assertThat(lane.openedBatches().get("repacked")).isGreaterThan(2_000);
            assertThat(lane.builtBatches()).isLessThan(300);
        }
    }

    @Test
    void shouldLeaveOutTheRecordsBeforeTheStartWhenItLiesWithinABatch() {
        // Given one batch, with timestamps that grow
        source.createTopic("cropped", 1);
        List<ProducerRecord<byte[], byte[]>> records = records("cropped", 0, 500, 1_000);
        produce(records, "lz4", 900_000);
        Instant start = Instant.ofEpochMilli(records.get(137).timestamp());

        // When
        Flow flow = Mirroring.wire("cropped")
                .startAt(StartPosition.timestamp(start))
                .build();
        try (Mirroring mirroring = Mirroring.started(source, target, flow)) {
            mirroring.awaitCopied("cropped", 1);

            // Then
            Records.assertSameRecords(
                    mirroring.sourceRecords("cropped", 0).subList(137, 500), mirroring.targetRecords("cropped", 0));
            assertThat(mirroring.status().lane().openedBatches()).isEqualTo(Map.of("cropped", 1L));
            assertThat(mirroring.status().lane().absentOffsets()).isEmpty();
        }
    }

    @Test
    void shouldGoOnWithinABatchWhenTheLedgerEndsThere() throws Exception {
        // Given an engine that ended with a record in the middle of a batch refused
        source.createTopic("midway", 1, (short) 1, Map.of(TOO_NEW, days(30)));
        target.createTopic("a.midway", 1, (short) 1, Map.of(TOO_NEW, days(1)));
        List<ProducerRecord<byte[], byte[]>> records = records("midway", 0, 400, 1_000);
        ProducerRecord<byte[], byte[]> middle = records.get(250);
        long future = middle.timestamp() + Duration.ofDays(2).toMillis();
        records.set(250, new ProducerRecord<>("midway", 0, future, middle.key(), middle.value(), middle.headers()));
        produce(records, "zstd", 900_000);
        try (Mirroring mirroring = Mirroring.started(source, target, wire("midway"))) {
            await().atMost(Mirroring.PATIENCE).ignoreExceptions().untilAsserted(() -> {
                assertThat(mirroring.status("midway", 0).orElseThrow().state()).isEqualTo(PartitionState.RETRYING);
                assertThat(mirroring.status("midway", 0).orElseThrow().position())
                        .isEqualTo(250);
            });
        }

        // When
        set("a.midway", TOO_NEW, days(30));
        try (Mirroring mirroring = Mirroring.started(source, target, wire("midway"))) {
            mirroring.awaitCopied("midway", 1);

            // Then
            mirroring.assertSame("midway", 1);
            assertThat(mirroring.status().doubled()).isZero();
            assertThat(mirroring.status().lane().openedBatches()).isEqualTo(Map.of("cropped", 1L));
        }
    }

    private static String days(int days) {
        return String.valueOf(Duration.ofDays(days).toMillis());
    }

    private static void set(String topic, String name, String value) throws Exception {
        Map<ConfigResource, Collection<AlterConfigOp>> change = Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
        target.admin().incrementalAlterConfigs(change).all().get();
    }

    @Test
    void shouldCopyWhatIsLeftWhenTheSourceIsCompacted() {
        // Given batches in which compaction has left holes, others that it has emptied, and tombstones with a delete
        // horizon
        source.createTopic(
                "holes",
                1,
                1,
                Map.of(
                        "cleanup.policy", "compact",
                        "segment.bytes", "1048576",
                        "segment.ms", "500",
                        "min.cleanable.dirty.ratio", "0",
                        "delete.retention.ms", "3600000"));
        // What the remote topic's own compaction did would not be the lane's doing.
        target.createTopic("a.holes", 1);
        for (String codec : CODECS) {
            List<ProducerRecord<byte[], byte[]>> round = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                // Keys 0 to 9 are written again and again; a tenth of the others is deleted in the next round.
                int number = i % 2 == 0 ? i % 10 : i + 10_000 * CODECS.indexOf(codec);
                byte[] value = i % 20 == 0 && !codec.equals("none") ? null : incompressible(i, 100);
                round.add(new ProducerRecord<>(
                        "holes", 0, System.currentTimeMillis(), key(value == null ? number + i - 9 : number), value));
            }
            produce(round, codec, 30_000);
        }
        awaitCompacted("holes", 10_000);

        // When
        try (Mirroring mirroring = Mirroring.started(source, target, wire("holes"))) {
            mirroring.awaitCopied("holes", 1);

            // Then
            mirroring.assertSame("holes", 1);
            LaneStatus lane = mirroring.status().lane();
            assertThat(lane.openedBatches()).containsKey("compacted");
            long end = mirroring.status("holes", 0).orElseThrow().position();
            long records = lane.passedRecords() + lane.builtRecords();
            assertThat(lane.absentOffsets()).isEqualTo(Map.of("compacted", end - records));
            assertThat(records).isEqualTo(mirroring.targetRecords("holes", 0).size());
        }
    }

    /** Writes a record now and then, so that segments roll, until compaction has removed a lot; then waits until it has done. */
    private static void awaitCompacted(String topic, int written) {
        TopicPartition partition = new TopicPartition(topic, 0);
        await().atMost(Mirroring.PATIENCE).pollInterval(Duration.ofMillis(600)).until(() -> {
            Records.produce(source, records(topic, 1_000_000, 1, 10));
            return count(partition) < written * 3 / 4;
        });
        int[] last = {0, 0};
        await().atMost(Mirroring.PATIENCE).pollInterval(Duration.ofMillis(600)).until(() -> {
            int left = count(partition);
            last[1] = left == last[0] ? last[1] + 1 : 0;
            last[0] = left;
            return last[1] >= 2;
        });
    }

    private static int count(TopicPartition partition) {
        return Records.readAll(source, partition, IsolationLevel.READ_COMMITTED).size();
    }

    @Test
    void shouldLeaveOutAbortedRecordsAndMarkersWhenTransactionsInterleave() {
        // Given three transactions at a time, of which one aborts, with plain records in between
        source.createTopic("transactions", 1);
        Map<String, Producer<byte[], byte[]>> producers = new HashMap<>();
        for (String name : List.of("commits", "aborts", "takes turns")) {
            Producer<byte[], byte[]> producer = Records.producer(
                    source, Map.of("transactional.id", name, "linger.ms", 0, "compression.type", "lz4"));
            producer.initTransactions();
            producers.put(name, producer);
        }
        int rounds = 12;
        int aborted = 0;
        for (int round = 0; round < rounds; round++) {
            producers.values().forEach(Producer::beginTransaction);
            for (int part = 0; part < 3; part++) {
                for (Producer<byte[], byte[]> producer : producers.values()) {
                    records("transactions", round * 100 + part * 10, 7, 200).forEach(producer::send);
                    producer.flush();
                }
                Records.produce(source, records("transactions", 100_000 + round, 3, 50));
            }
            for (Map.Entry<String, Producer<byte[], byte[]>> entry : producers.entrySet()) {
                boolean aborts =
                        entry.getKey().equals("aborts") || entry.getKey().equals("takes turns") && round % 2 == 0;
                if (aborts) {
                    entry.getValue().abortTransaction();
                    aborted += 21;
                } else {
                    entry.getValue().commitTransaction();
                }
            }
        }
        producers.values().forEach(Producer::close);

        // When
        try (Mirroring mirroring = Mirroring.started(source, target, wire("transactions"))) {
            LaneStatus lane = copied(mirroring, "transactions", rounds * (3 * 21 + 9) - aborted);

            // Then
            assertThat(lane.absentOffsets()).isEqualTo(Map.of("aborted", (long) aborted, "control", 3L * rounds));
            assertThat(Records.readAll(
                            target, new TopicPartition("a.transactions", 0), IsolationLevel.READ_UNCOMMITTED))
                    .hasSize(rounds * (3 * 21 + 9) - aborted);
        }
    }

    @Test
    void shouldKeepTheSourcesTimesWhenItsBrokersSetThem() {
        // Given
        source.createTopic("append-time", 1, 1, Map.of("message.timestamp.type", "LogAppendTime"));
        for (String codec : CODECS) {
            produce(records("append-time", 0, 300, 500), codec, 50_000);
        }

        // When
        try (Mirroring mirroring = Mirroring.started(source, target, wire("append-time"))) {
            LaneStatus lane = copied(mirroring, "append-time", 1_500);

            // Then
            assertThat(lane.passedBatches()).isZero();
            assertThat(lane.openedBatches()).containsOnlyKeys("log_append_time");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"uncompressed", "gzip", "snappy", "lz4", "zstd"})
    void shouldTakeTheRemoteTopicsCodecWhenItNamesOne(String codec) {
        // Given a topic with batches of all codecs
        String topic = "to-" + codec;
        source.createTopic(topic, 1);
        target.createTopic("a." + topic, 1, 1, Map.of("compression.type", codec));
        for (String from : CODECS) {
            produce(records(topic, 0, 300, 1_000), from, 900_000);
        }

        // When
        try (Mirroring mirroring = Mirroring.started(source, target, wire(topic))) {
            LaneStatus lane = copied(mirroring, topic, 1_500);

            // Then the batches of that codec pass, or all where the broker has nothing to compress
            if (codec.equals("uncompressed")) {
                assertThat(lane.openedBatches()).doesNotContainKey("log_append_time");
            } else {
                assertThat(lane.openedBatches()).containsKey("codec");
                assertThat(lane.passedRecords()).isLessThanOrEqualTo(300);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void shouldDivideBatchesWhenTheRemoteTopicTakesNoneSoLarge(String codec) {
        // Given
        String topic = "divided-" + codec;
        source.createTopic(topic, 1);
        target.createTopic("a." + topic, 1, 1, Map.of("max.message.bytes", "20000"));
        List<ProducerRecord<byte[], byte[]>> records = records(topic, 0, 500, 1_000);
        // As large as the remote topic takes, for want of company.
        records.addAll(records(topic, 500, 3, 19_800));
        records.addAll(records(topic, 503, 200, 300));
        produce(records, codec, 600_000);

        // When
        try (Mirroring mirroring = Mirroring.started(source, target, wire(topic))) {
            LaneStatus lane = copied(mirroring, topic, 703);

            // Then
            assertThat(lane.openedBatches()).containsKey("too_large").doesNotContainKey("refused");
            assertThat(lane.builtBatches()).isGreaterThan(28);
        }
    }

    @Test
    void shouldCopyEverythingWhenBatchesOfAllKindsFollowOneAnother() {
        // Given
        source.createTopic("mixture", 1);
        Random random = new Random(11);
        int written = 0;
        for (int round = 0; round < 25; round++) {
            int count = 1 + random.nextInt(200);
            int[] sizes = {0, 16_000, 900_000};
            List<ProducerRecord<byte[], byte[]>> records =
                    records("mixture", written, count, 1 + random.nextInt(1_000));
            if (round % 7 == 3) {
                Records.produceAborted(source, "mixture", records);
            } else if (round % 7 == 5) {
                Records.produceCommitted(source, "mixture", records);
                written += count;
            } else {
                produce(records, CODECS.get(random.nextInt(5)), sizes[random.nextInt(3)]);
                written += count;
            }
        }

        // When
        try (Mirroring mirroring = Mirroring.started(source, target, wire("mixture"))) {
            LaneStatus lane = copied(mirroring, "mixture", written);

            // Then
            assertThat(lane.absentOffsets()).containsOnlyKeys("aborted", "control");
        }
    }

    @Test
    void shouldNotReadOnWhenTheTopicWasCreatedAgainBetweenTwoScans() throws Exception {
        // Given a flow that looks for topics rarely
        source.createTopic("again", 1);
        Records.produce(source, records("again", 0, 100, 50));
        Flow flow = Flow.builder("a", "b")
                .name("flow.again")
                .topics(TopicFilters.include("again"))
                .policy(NamingPolicies.prefix())
                .config("lane", "wire")
                .config("topics.discovery.interval.ms", 5_000)
                .config("status.interval.ms", 200)
                .config("heartbeats.enabled", false)
                .build();
        try (Mirroring mirroring = Mirroring.started(source, target, flow)) {
            mirroring.awaitCopied("again", 1);

            // When the new topic holds more records than the old one
            source.admin().deleteTopics(List.of("again")).all().get();
            await().ignoreExceptions()
                    .until(() -> !source.admin().listTopics().names().get().contains("again"));
            source.createTopic("again", 1);
            Records.produce(source, records("again", 1_000, 300, 50));

            // Then
            await().atMost(Mirroring.PATIENCE).untilAsserted(() -> {
                assertThat(mirroring.targetRecords("again", 0)).hasSize(100);
                assertThat(mirroring.status().refusedTopics().get("again")).contains("created again on \"a\"");
                assertThat(mirroring.status("again", 0).orElseThrow().state()).isEqualTo(PartitionState.STOPPED);
            });
            assertThat(mirroring.targetRecords("again", 0)).hasSize(100);
        }
    }
}
