package io.mirrorkit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The wire lane between clusters of three brokers each: leaders that change while it copies, and the closest replica (KIP-392). */
class WireLaneReplicasIT {

    private static final int BROKERS = 3;
    private static final int PARTITIONS = 3;

    private static EmbeddedCluster source;
    private static EmbeddedCluster target;

    @BeforeAll
    static void startClusters() {
        // The source's brokers vanish without a word; those of the target hand their partitions over first.
        EmbeddedCluster.Builder racks = EmbeddedCluster.builder()
                .brokers(BROKERS)
                .behindProxy()
                .property("controlled.shutdown.enable", "false")
                .property("replica.selector.class", "org.apache.kafka.common.replica.RackAwareReplicaSelector");
        for (int broker = 0; broker < BROKERS; broker++) {
            racks.property(broker, "broker.rack", "rack-" + broker);
        }
        source = racks.start();
        target = EmbeddedCluster.builder().brokers(BROKERS).start();
    }

    @AfterAll
    static void stopClusters() {
        source.close();
        target.close();
    }

    /** Writes numbered records to all partitions, one after the other, until it is told to stop. */
    private static final class Writer implements AutoCloseable {
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final AtomicInteger written = new AtomicInteger();
        private final Thread thread;

        Writer(String topic) {
            thread = new Thread(() -> write(topic), "writer");
            thread.start();
        }

        private void write(String topic) {
            Map<String, Object> properties = Map.of(
                    "batch.size", 20_000, "linger.ms", 5, "compression.type", "lz4", "delivery.timeout.ms", 120_000);
            try (Producer<byte[], byte[]> producer = Records.producer(source, properties)) {
                while (!stopped.get()) {
                    for (int partition = 0; partition < PARTITIONS; partition++) {
                        Records.numbered(new TopicPartition(topic, partition), written.get(), 20)
                                .forEach(producer::send);
                    }
                    producer.flush();
                    written.addAndGet(20);
                }
            }
        }

        void awaitMore(int records) {
            int before = written.get();
            await().atMost(Mirroring.PATIENCE).until(() -> written.get() >= before + records);
        }

        @Override
        public void close() {
            stopped.set(true);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static long copied(Mirroring mirroring, String topic, int partition) {
        return mirroring.status(topic, partition).orElseThrow().copied();
    }

    /** Waits until records that are written from now on arrive, in all partitions. */
    private static void awaitProgress(Mirroring mirroring, Writer writer, String topic, String situation) {
        long[] ends = new long[PARTITIONS];
        for (int partition = 0; partition < PARTITIONS; partition++) {
            ends[partition] = writer.written.get();
        }
        writer.awaitMore(100);
        await(situation).atMost(Mirroring.PATIENCE).untilAsserted(() -> {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                assertThat(copied(mirroring, topic, partition))
                        .as("partition %s: %s", partition, mirroring.status(topic, partition))
                        .isGreaterThan(ends[partition]);
            }
        });
    }

    @Test
    void shouldLoseAndDoubleNothingWhenLeadersChange() {
        // Given
        source.createTopic("leaders", PARTITIONS, BROKERS, Map.of());
        target.createTopic("a.leaders", PARTITIONS, BROKERS, Map.of());
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.wire("leaders").build())) {
            mirroring.awaitCopied("leaders", PARTITIONS);
            try (Writer writer = new Writer("leaders")) {
                for (EmbeddedCluster cluster : List.of(source, target)) {
                    // Broker 0 has the controller, and so the others' leaders; it stays.
                    for (int broker = 1; broker < BROKERS; broker++) {
                        // When
                        cluster.stopBroker(broker);

                        // Then
                        String name = cluster == source ? "source" : "target";
                        awaitProgress(mirroring, writer, "leaders", name + "'s broker " + broker + " is away");
                        cluster.startBroker(broker);
                        awaitProgress(mirroring, writer, "leaders", name + "'s broker " + broker + " is back");
                    }
                }
            }
            mirroring.awaitCopied("leaders", PARTITIONS);
            mirroring.assertSame("leaders", PARTITIONS);
            assertThat(mirroring.status().doubled()).isZero();
        }
    }

    @Test
    void shouldReadFromTheClosestReplicaAndFromTheLeaderWhileThatIsAway() throws Exception {
        // Given a leader in one rack, and the engine in another
        source.admin()
                .createTopics(List.of(new NewTopic("closest", Map.of(0, List.of(0, 1, 2)))))
                .all()
                .get();
        TopicPartition partition = new TopicPartition("closest", 0);
        Map<String, Object> toSource = new HashMap<>();
        toSource.put("bootstrap.servers", source.proxy().bootstrapServers());
        toSource.put("client.rack", "rack-2");
        try (Mirroring mirroring = Mirroring.of(
                source,
                toSource,
                target,
                target.clientProperties(),
                Mirroring.wire("closest").build())) {
            mirroring.engine().start();
            Records.produce(source, partition, 10);
            mirroring.awaitCopied("closest", 1);
            long[] before = responseBytes();

            // When
            Records.produce(source, partition, 20_000);
            mirroring.awaitCopied("closest", 1);

            // Then the records came from the follower in that rack
            long[] after = responseBytes();
            assertThat(after[2] - before[2]).isGreaterThan(20_000 * 10);
            assertThat(after[0] - before[0]).isLessThan((after[2] - before[2]) / 2);
            mirroring.assertSame("closest", 1);

            // And when
            source.stopBroker(2);
            Records.produce(source, partition, 5_000);

            // Then
            mirroring.awaitCopied("closest", 1);
            mirroring.assertSame("closest", 1);

            // And when
            source.startBroker(2);
            awaitInSync();
            long back = responseBytes()[2];
            await().atMost(Mirroring.PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> {
                        Records.produce(source, partition, 1_000);
                        assertThat(responseBytes()[2] - back).isGreaterThan(20_000);
                    });

            // Then
            mirroring.awaitCopied("closest", 1);
            mirroring.assertSame("closest", 1);
            assertThat(mirroring.status().doubled()).isZero();
        }
    }

    private static long[] responseBytes() {
        long[] bytes = new long[BROKERS];
        for (int broker = 0; broker < BROKERS; broker++) {
            bytes[broker] = source.proxy().responseBytes(broker);
        }
        return bytes;
    }

    private static void awaitInSync() {
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            TopicPartitionInfo info = Objects.requireNonNull(source.admin()
                            .describeTopics(List.of("closest"))
                            .allTopicNames()
                            .get()
                            .get("closest"))
                    .partitions()
                    .get(0);
            return info.isr().size() == BROKERS;
        });
    }
}
