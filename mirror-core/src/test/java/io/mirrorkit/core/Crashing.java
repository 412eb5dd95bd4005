package io.mirrorkit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Killing engines in mid-copy, and comparing source and target afterwards, record by record, through the ledger. */
final class Crashing {

    private Crashing() {}

    static final int PARTITIONS = 2;
    static final int KILLS = 5;

    /** Transactions make holes in the offsets, so that a ledger which is off by a little can't pass. */
    static void produce(TestCluster source, String topic, int round) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            TopicPartition to = new TopicPartition(topic, partition);
            Records.produce(source, padded(to, round * 100_000, 5_000));
            Records.produceCommitted(source, "tx-" + topic, padded(to, round * 100_000 + 20_000, 50));
            Records.produceAborted(source, "tx-" + topic, padded(to, round * 100_000 + 30_000, 10));
        }
    }

    static List<ProducerRecord<byte[], byte[]>> padded(TopicPartition partition, int first, int count) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(count);
        for (ProducerRecord<byte[], byte[]> record : Records.numbered(partition, first, count)) {
            byte[] value = new byte[300];
            new java.util.Random(first + records.size()).nextBytes(value);
            records.add(new ProducerRecord<>(
                    record.topic(), record.partition(), null, record.key(), value, record.headers()));
        }
        return records;
    }

    static long onTarget(TestCluster target, String topic) throws Exception {
        long sum = 0;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            sum += TranslationIT.bounds(target, new TopicPartition("a." + topic, partition))
                    .end();
        }
        return sum;
    }

    static void killAndFinish(
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
    static long assertAgree(TestCluster source, TestCluster target, String topic, int partition) {
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
                .map(Crashing::name)
                .filter(name -> seen.put(name, true) == null)
                .toList();
        assertThat(first).isEqualTo(from.stream().map(Crashing::name).toList());
    }

    private static String name(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
