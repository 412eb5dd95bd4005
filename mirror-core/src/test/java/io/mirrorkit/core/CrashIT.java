package io.mirrorkit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.MirrorEvent;
import io.mirrorkit.api.ledger.Ledger;
import io.mirrorkit.api.ledger.Position;
import io.mirrorkit.core.internal.ledger.RecordMatcher;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import io.mirrorkit.testing.TestCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Invariants A and D: engines in JVMs of their own are killed in mid-copy, again and again; afterwards source and target agree record for
 * record, what is on the target twice was in flight, and is counted, and the ledger is exact all the same.
 */
class CrashIT {

    private static final int PARTITIONS = 2;
    private static final int KILLS = 5;

    /** Transactions make holes in the offsets, so that a ledger which is off by a little can't pass. */
    private static void produce(TestCluster source, String topic, int round) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            TopicPartition to = new TopicPartition(topic, partition);
            Records.produce(source, padded(to, round * 100_000, 5_000));
            Records.produceCommitted(source, "tx-" + topic, padded(to, round * 100_000 + 20_000, 50));
            Records.produceAborted(source, "tx-" + topic, padded(to, round * 100_000 + 30_000, 10));
        }
    }

    private static List<ProducerRecord<byte[], byte[]>> padded(TopicPartition partition, int first, int count) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(count);
        for (ProducerRecord<byte[], byte[]> record : Records.numbered(partition, first, count)) {
            byte[] value = new byte[300];
            new java.util.Random(first + records.size()).nextBytes(value);
            records.add(new ProducerRecord<>(
                    record.topic(), record.partition(), null, record.key(), value, record.headers()));
        }
        return records;
    }

    private static long onTarget(TestCluster target, String topic) throws Exception {
        long sum = 0;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            sum += TranslationIT.bounds(target, new TopicPartition("a." + topic, partition))
                    .end();
        }
        return sum;
    }

    private static void killAndFinish(
            EmbeddedCluster source, String toSource, EmbeddedCluster target, String toTarget, String topic)
            throws Exception {
        // When
        long copied = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            produce(source, topic, kill);
            long before = copied;
            Process engine = EngineChild.start(toSource, toTarget, topic);
            try {
                await().atMost(Duration.ofSeconds(90))
                        .pollInterval(Duration.ofMillis(20))
                        .ignoreExceptions()
                        .until(() -> onTarget(target, topic) > before + 1_000);
            } finally {
                engine.destroyForcibly().waitFor();
            }
            copied = onTarget(target, topic);
        }

        // Then
        try (Mirroring last = Mirroring.started(source, target, EngineChild.flow(topic))) {
            last.awaitCopied(topic, PARTITIONS);
            long doubled = 0;
            for (int partition = 0; partition < PARTITIONS; partition++) {
                doubled += assertAgree(source, target, topic, partition);
            }
            long counted = doubled;
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(last.status().doubled()).isEqualTo(counted));
            // What a producer may have in flight: five requests a partition and what its budget lets wait.
            assertThat(doubled).isLessThan(KILLS * 40_000L);
        }
    }

    /** Compares through the ledger; answers how many records the target holds twice. */
    private static long assertAgree(TestCluster source, TestCluster target, String topic, int partition) {
        List<ConsumerRecord<byte[], byte[]>> from =
                Records.readAll(source, new TopicPartition(topic, partition), IsolationLevel.READ_COMMITTED);
        List<ConsumerRecord<byte[], byte[]>> to =
                Records.readAll(target, new TopicPartition("a." + topic, partition), IsolationLevel.READ_COMMITTED);
        Map<Long, ConsumerRecord<byte[], byte[]>> byOffset =
                to.stream().collect(Collectors.toMap(ConsumerRecord::offset, Function.identity()));
        Ledger ledger = TranslationIT.ledger(target, "flow." + topic, new TopicPartition(topic, partition));
        for (ConsumerRecord<byte[], byte[]> record : from) {
            assertThat(ledger.toTarget(record.offset()))
                    .as("source offset %d", record.offset())
                    .isInstanceOf(Position.At.class);
            long place = ((Position.At) ledger.toTarget(record.offset())).offset();
            assertThat(byOffset)
                    .as("target offset of source offset %d", record.offset())
                    .containsKey(place);
            assertThat(RecordMatcher.same(record, byOffset.get(place)))
                    .as("source offset %d is target offset %d", record.offset(), place)
                    .isTrue();
        }
        assertOrderHolds(from, to);
        return to.size() - from.size();
    }

    /** Leaving the second copies out, the target's order is the source's (invariant B). */
    private static void assertOrderHolds(
            List<ConsumerRecord<byte[], byte[]>> from, List<ConsumerRecord<byte[], byte[]>> to) {
        Map<String, Boolean> seen = new HashMap<>();
        List<String> first = to.stream()
                .map(CrashIT::name)
                .filter(name -> seen.put(name, true) == null)
                .toList();
        assertThat(first).isEqualTo(from.stream().map(CrashIT::name).toList());
    }

    private static String name(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void shouldLoseNothingWhenKilledInMidCopy() throws Exception {
        try (EmbeddedCluster source = EmbeddedCluster.start();
                EmbeddedCluster target = EmbeddedCluster.start()) {
            // Given
            source.createTopic("killed", PARTITIONS);
            killAndFinish(source, source.bootstrapServers(), target, target.bootstrapServers(), "killed");
        }
    }

    @Test
    void shouldLoseNothingWhenKilledOverASlowLink() throws Exception {
        try (EmbeddedCluster source = EmbeddedCluster.start();
                EmbeddedCluster target = EmbeddedCluster.builder().behindProxy().start()) {
            // Given
            source.createTopic("far", PARTITIONS);
            target.proxy().delayRequests(Duration.ofMillis(500));
            killAndFinish(
                    source, source.bootstrapServers(), target, target.proxy().bootstrapServers(), "far");
        }
    }

    @Test
    void shouldLoseNothingWhenKilledWithASlowFollowerOnTheTarget() throws Exception {
        try (EmbeddedCluster source = EmbeddedCluster.start();
                EmbeddedCluster target = EmbeddedCluster.builder()
                        .brokers(3)
                        .property("replica.fetch.min.bytes", "100000000")
                        .property("replica.fetch.wait.max.ms", "700")
                        .start()) {
            // Given
            source.createTopic("slow", PARTITIONS);
            target.admin()
                    .createTopics(List.of(new NewTopic("a.slow", Map.of(0, List.of(0, 1), 1, List.of(1, 2)))))
                    .all()
                    .get();
            killAndFinish(source, source.bootstrapServers(), target, target.bootstrapServers(), "slow");
        }
    }

    @Test
    void shouldCountWhatWasInFlightWhenItArrivesBehindItsCopies() throws Exception {
        try (EmbeddedCluster source = EmbeddedCluster.start();
                EmbeddedCluster target = EmbeddedCluster.builder().behindProxy().start()) {
            // Given
            source.createTopic("late", PARTITIONS);
            produce(source, "late", 0);
            Process engine =
                    EngineChild.start(source.bootstrapServers(), target.proxy().bootstrapServers(), "late");
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> onTarget(target, "late") >= PARTITIONS * 5_050);
            target.proxy().delayRequests(Duration.ofSeconds(8));
            Records.produce(source, padded(new TopicPartition("late", 0), 500_000, 700));
            await().during(Duration.ofMillis(700)).until(() -> true);

            // When
            engine.destroyForcibly().waitFor();
            try (Mirroring next = Mirroring.started(source, target, EngineChild.flow("late"))) {
                next.awaitCopied("late", PARTITIONS);
                long first = onTarget(target, "late");
                await().atMost(Duration.ofSeconds(30)).until(() -> onTarget(target, "late") > first);
                Records.produce(source, padded(new TopicPartition("late", 0), 600_000, 10));
                next.awaitCopied("late", PARTITIONS);

                // Then
                long doubled = assertAgree(source, target, "late", 0);
                assertThat(doubled).isBetween(1L, 700L);
                await().atMost(Duration.ofSeconds(10))
                        .untilAsserted(() -> assertThat(next.status().doubled()).isEqualTo(doubled));
                await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(next.events())
                        .anyMatch(event ->
                                event instanceof MirrorEvent.RecordsDoubled found && found.records() == doubled));
            }
        }
    }

    @Test
    void shouldCopyNothingAgainWhenRestartedCleanly() {
        try (EmbeddedCluster source = EmbeddedCluster.start();
                EmbeddedCluster target = EmbeddedCluster.start()) {
            // Given
            source.createTopic("clean", PARTITIONS);

            // When
            for (int round = 0; round < 5; round++) {
                produce(source, "clean", round);
                Mirroring mirroring = Mirroring.started(source, target, EngineChild.flow("clean"));
                if (round % 2 == 0) {
                    mirroring.awaitCopied("clean", PARTITIONS);
                } else {
                    long before = mirroring.status().copied();
                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> mirroring.status().copied() > before);
                }
                mirroring.close();
            }

            // Then
            try (Mirroring mirroring = Mirroring.started(source, target, EngineChild.flow("clean"))) {
                mirroring.awaitCopied("clean", PARTITIONS);
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    assertThat(assertAgree(source, target, "clean", partition)).isZero();
                }
                mirroring.assertSame("clean", PARTITIONS);
            }
        }
    }
}
