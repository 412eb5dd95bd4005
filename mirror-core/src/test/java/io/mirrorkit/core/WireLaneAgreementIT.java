package io.mirrorkit.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.Flow;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Both lanes bring the same records to the target, whatever a topic holds. */
class WireLaneAgreementIT {

    private static final int TOPICS = 4;
    private static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");

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

    /** What a seed makes of a topic. */
    private static final class Scenario {
        private final String topic;
        private final Random random;
        private final boolean compacted;

        Scenario(String topic, long seed) {
            this.topic = topic;
            this.random = new Random(seed);
            this.compacted = random.nextInt(3) == 0;
        }

        void create() {
            Map<String, String> configs = compacted
                    ? Map.of(
                            "cleanup.policy", "compact",
                            "segment.ms", "300",
                            "min.cleanable.dirty.ratio", "0",
                            "retention.ms", "-1")
                    : Map.of(
                            "message.timestamp.type",
                            random.nextInt(4) == 0 ? "LogAppendTime" : "CreateTime",
                            "retention.ms",
                            "-1");
            source.createTopic(topic, 1, 1, configs);
            String codec = List.of("producer", "producer", "lz4", "zstd", "uncompressed")
                    .get(random.nextInt(5));
            // Neither lane can tell what compaction on the target will remove, and when.
            for (String remote : remotes()) {
                target.createTopic(remote, 1, 1, Map.of("compression.type", codec, "retention.ms", "-1"));
            }
        }

        List<String> remotes() {
            return List.of("wire." + topic, "client." + topic);
        }

        void write() {
            int rounds = 4 + random.nextInt(8);
            for (int round = 0; round < rounds; round++) {
                List<ProducerRecord<byte[], byte[]>> records = IntStream.range(0, 1 + random.nextInt(150))
                        .mapToObj(i -> record())
                        .toList();
                switch (random.nextInt(5)) {
                    case 0 -> Records.produceAborted(source, topic, records);
                    case 1 -> Records.produceCommitted(source, topic, records);
                    default -> plain(records);
                }
            }
        }

        private void plain(List<ProducerRecord<byte[], byte[]>> records) {
            Map<String, Object> properties = Map.of(
                    "compression.type", CODECS.get(random.nextInt(CODECS.size())),
                    "batch.size", List.of(0, 500, 16_384, 800_000).get(random.nextInt(4)),
                    "linger.ms", random.nextInt(2) * 50);
            try (Producer<byte[], byte[]> producer = Records.producer(source, properties)) {
                records.forEach(producer::send);
            }
        }

        private ProducerRecord<byte[], byte[]> record() {
            // Compacted topics take no record without a key.
            byte[] key = compacted || random.nextBoolean() ? bytes(1 + random.nextInt(2)) : null;
            byte[] value =
                    random.nextInt(8) == 0 ? null : bytes(random.nextInt(random.nextInt(20) == 0 ? 30_000 : 400));
            long timestamp = System.currentTimeMillis() - random.nextInt(100_000_000);
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, 0, timestamp, key, value);
            for (int i = random.nextInt(4); i > 0; i--) {
                record.headers().add(new RecordHeader("h" + random.nextInt(2), random.nextBoolean() ? bytes(5) : null));
            }
            return record;
        }

        /** The records that compaction keeps, where there is compaction; in their order. */
        List<ConsumerRecord<byte[], byte[]>> comparable(List<ConsumerRecord<byte[], byte[]>> records) {
            if (!compacted) {
                return records;
            }
            Map<ByteBuffer, ConsumerRecord<byte[], byte[]>> latest = new LinkedHashMap<>();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                latest.remove(ByteBuffer.wrap(record.key()));
                latest.put(ByteBuffer.wrap(record.key()), record);
            }
            return List.copyOf(latest.values());
        }

        private byte[] bytes(int size) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            return bytes;
        }
    }

    private static Mirroring started(String lane, List<String> topics) {
        Flow flow = Mirroring.quick(Flow.builder("a", "b"), lane)
                .name("agree-" + lane)
                .topics(TopicFilters.include(topics.toArray(String[]::new)))
                .policy(NamingPolicies.mapping(lane + ".{topic}"))
                .build();
        return Mirroring.started(source, target, flow);
    }

    @Test
    void shouldBringTheSameRecordsOnBothLanes() {
        // Given
        long seed = Long.getLong("mirrorkit.test.seed", System.nanoTime());
        List<Scenario> scenarios = new ArrayList<>();
        for (int i = 0; i < TOPICS; i++) {
            Scenario scenario = new Scenario("agree-" + i, seed + i);
            scenario.create();
            scenario.write();
            scenarios.add(scenario);
        }
        List<String> topics = scenarios.stream().map(scenario -> scenario.topic).toList();

        // When
        try (Mirroring wire = started("wire", topics);
                Mirroring client = started("client", topics)) {
            for (Scenario scenario : scenarios) {
                // And while both copy
                scenario.write();
                @Nullable Throwable failure = compare(scenario, wire, client);

                // Then
                assertThat(failure)
                        .as("-Dmirrorkit.test.seed=%s, %s", seed, scenario.topic)
                        .isNull();
            }
            assertThat(wire.status().doubled() + client.status().doubled()).isZero();
            assertThat(wire.status().lane().lane()).isEqualTo("wire");
            assertThat(client.status().lane().lane()).isEqualTo("client");
        }
    }

    private static @Nullable Throwable compare(Scenario scenario, Mirroring wire, Mirroring client) {
        try {
            wire.awaitCopied(scenario.topic, 1);
            client.awaitCopied(scenario.topic, 1);
            for (Mirroring lane : List.of(wire, client)) {
                // A compacted source may have lost records by now that it had when they were copied.
                Records.assertSameRecords(
                        scenario.comparable(lane.sourceRecords(scenario.topic, 0)),
                        scenario.comparable(lane.targetRecords(scenario.topic, 0)));
            }
            return null;
        } catch (AssertionError | RuntimeException e) {
            return e;
        }
    }
}
