package io.mirrorkit.core.internal.lane.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.ledger.Generation;
import io.mirrorkit.core.internal.cluster.Cluster;
import io.mirrorkit.core.internal.lane.ByteBudget;
import io.mirrorkit.core.internal.lane.Flight;
import io.mirrorkit.core.internal.lane.Lane;
import io.mirrorkit.core.internal.lane.LaneCounters;
import io.mirrorkit.core.internal.lane.LaneFailure;
import io.mirrorkit.core.internal.lane.MirroredPartition;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import io.mirrorkit.testing.TestCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The wire lane by itself, without an engine. */
class WireLaneIT {

    /** A few records before sequences go round. */
    private static final int ALMOST_ROUND = Integer.MAX_VALUE - 4;

    private static EmbeddedCluster source;
    private static EmbeddedCluster target;

    @BeforeAll
    static void startClusters() {
        source = EmbeddedCluster.start();
        target = EmbeddedCluster.builder().behindProxy().start();
    }

    @AfterAll
    static void stopClusters() {
        source.close();
        target.close();
    }

    /** Hears of failures. */
    private static final class Listening implements Lane.Owner {
        private final List<Object> failures = new CopyOnWriteArrayList<>();

        @Override
        public void partitionFailed(MirroredPartition partition, LaneFailure failure) {
            failures.add(failure);
        }

        @Override
        public void laneFailed(Throwable cause) {
            failures.add(cause);
        }
    }

    private static final class Clients implements WireClients {
        @Override
        public ConsumerConfig sourceConfig() {
            return new Cluster("a", source.clientProperties()).consumerConfig("reader", Map.of());
        }

        @Override
        public ProducerConfig targetConfig() {
            Map<String, Object> properties =
                    Map.of("bootstrap.servers", target.proxy().bootstrapServers());
            return new Cluster("b", properties).producerConfig("writer", Map.of());
        }

        @Override
        public IsolationLevel isolation() {
            return IsolationLevel.READ_COMMITTED;
        }
    }

    /** As a session hands it over. */
    private static MirroredPartition partition(String topic) throws Exception {
        source.createTopic(topic, 1);
        target.createTopic("a." + topic, 1);
        Generation generation =
                new Generation(source.clusterId(), id(source, topic), target.clusterId(), id(target, "a." + topic), 0);
        MirroredPartition partition =
                new MirroredPartition(new TopicPartition(topic, 0), new TopicPartition("a." + topic, 0), generation, 8);
        partition.begins(new Flight(0, -1, 0));
        return partition;
    }

    private static Uuid id(TestCluster cluster, String topic) throws Exception {
        return cluster.admin()
                .describeTopics(List.of(topic))
                .topicNameValues()
                .get(topic)
                .get()
                .topicId();
    }

    private static void produce(TopicPartition partition, int records, int size, int batchSize) {
        Random random = new Random(records);
        Map<String, Object> properties =
                Map.of("batch.size", batchSize, "linger.ms", batchSize < 1_000 ? 0 : 1_000, "compression.type", "lz4");
        try (Producer<byte[], byte[]> producer = Records.producer(source, properties)) {
            for (int i = 0; i < records; i++) {
                byte[] value = new byte[size];
                random.nextBytes(value);
                producer.send(new ProducerRecord<>(partition.topic(), 0, new byte[] {(byte) i}, value));
            }
        }
    }

    private static void assertCopied(MirroredPartition partition, Listening owner, int records) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(owner.failures).isEmpty();
            assertThat(partition.flight().acked()).isEqualTo(records);
        });
        List<ConsumerRecord<byte[], byte[]>> originals =
                Records.readAll(source, partition.source(), IsolationLevel.READ_COMMITTED);
        assertThat(originals).hasSize(records);
        Records.assertSameRecords(
                originals, Records.readAll(target, partition.remote(), IsolationLevel.READ_UNCOMMITTED));
        List<List<Long>> runs = new ArrayList<>();
        partition.flight().drainTo((from, to, count) -> runs.add(List.of(from, to, count)));
        assertThat(runs).isEqualTo(List.of(List.of(0L, 0L, (long) records)));
    }

    @Test
    void shouldGoOnWhenSequencesGoRoundWithinABatchAndBetweenTwo() throws Exception {
        for (int first : new int[] {ALMOST_ROUND, Integer.MAX_VALUE, Integer.MAX_VALUE - 2_999}) {
            // Given large batches, small ones to be joined, and a single record
            MirroredPartition partition = partition("round-" + first);
            produce(partition.source(), 3_000, 500, 60_000);
            produce(partition.source(), 500, 20, 0);
            produce(partition.source(), 1, 20, 0);
            Listening owner = new Listening();
            LaneCounters counters = new LaneCounters();
            WireLane lane = new WireLane("wire-round", new Clients(), new ByteBudget(32 << 20), counters, owner, first);

            // When
            lane.start();
            lane.add(List.of(partition));

            // Then
            assertCopied(partition, owner, 3_501);
            assertThat(counters.passedRecords() + counters.builtRecords()).isEqualTo(3_501);
            lane.close(Duration.ofSeconds(5));
        }
    }

    @Test
    void shouldDoubleNothingWhenAcknowledgementsAreLostAsSequencesGoRound() throws Exception {
        // Given batches that the target takes, and acknowledgements that do not come back
        MirroredPartition partition = partition("lost-answers");
        produce(partition.source(), 3_000, 2_000, 200_000);
        Listening owner = new Listening();
        WireLane lane = new WireLane(
                "wire-lost", new Clients(), new ByteBudget(32 << 20), new LaneCounters(), owner, ALMOST_ROUND);
        lane.start();
        target.proxy().delayResponses(Duration.ofMillis(700));
        lane.add(List.of(partition));
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        partition.flight().acked() > 0 && partition.flight().inFlight() > 0);

        // When
        target.proxy().cut();
        target.proxy().delay(Duration.ZERO);
        target.proxy().restore();

        // Then
        assertCopied(partition, owner, 3_000);
        lane.close(Duration.ofSeconds(5));
    }
}
