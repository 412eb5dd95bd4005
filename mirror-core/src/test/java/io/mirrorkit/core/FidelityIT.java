package io.mirrorkit.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariant F: every field of every record arrives as it was. */
class FidelityIT {

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

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Null, empty and binary keys and values in all combinations, with old, equal and future timestamps. */
    private static List<ProducerRecord<byte[], byte[]>> oddities(String topic) {
        long now = System.currentTimeMillis();
        List<byte[]> contents = new ArrayList<>(List.of(new byte[0], bytes("text"), new byte[] {0, -1, 127, -128}));
        contents.add(null);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (byte[] key : contents) {
            for (byte[] value : contents) {
                for (long timestamp : new long[] {0, now - 86_400_000, now, now + 60_000}) {
                    records.add(new ProducerRecord<>(topic, 0, timestamp, key, value));
                }
            }
        }
        ProducerRecord<byte[], byte[]> headers = new ProducerRecord<>(topic, 0, now, bytes("k"), bytes("v"));
        headers.headers()
                .add(new RecordHeader("twice", bytes("1")))
                .add(new RecordHeader("null", null))
                .add(new RecordHeader("twice", bytes("2")))
                .add(new RecordHeader("empty", new byte[0]))
                .add(new RecordHeader("", bytes("no name")))
                .add(new RecordHeader("unicode-\u00e9\u4e16", new byte[] {-1, 0, 1}))
                .add(new RecordHeader("twice", bytes("1")));
        records.add(headers);
        return records;
    }

    @Test
    void shouldKeepEveryFieldWhenRecordsAreOdd() {
        // Given
        // Some timestamps are decades old.
        source.createTopic("odd", 1, (short) 1, Map.of("retention.ms", "-1"));
        Records.produce(source, oddities("odd"));

        // When
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.flow("odd").build())) {
            mirroring.awaitCopied("odd", 1);

            // Then
            assertThat(mirroring.targetRecords("odd", 0)).hasSize(65);
            mirroring.assertSame("odd", 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void shouldKeepEveryFieldWhateverTheCodec(String codec) {
        // Given
        String topic = "codec-" + codec;
        source.createTopic(
                topic,
                1,
                (short) 1,
                Map.of("retention.ms", "-1", "compression.type", codec.equals("none") ? "uncompressed" : codec));
        try (Producer<byte[], byte[]> producer = Records.producer(source, Map.of("compression.type", codec))) {
            Stream.concat(oddities(topic).stream(), Records.numbered(new TopicPartition(topic, 0), 500).stream())
                    .forEach(producer::send);
        }

        // When
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.flow(topic).build())) {
            mirroring.awaitCopied(topic, 1);

            // Then
            assertThat(mirroring.targetRecords(topic, 0)).hasSize(565);
            mirroring.assertSame(topic, 1);
        }
    }

    @Test
    void shouldCopyRecordsOfAllSizesWhenTheTopicAllowsThem() {
        // Given
        source.createTopic("sizes", 1, (short) 1, Map.of("max.message.bytes", "6000000"));
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int size : new int[] {1, 100, 5_000_000, 10, 1_048_576, 1_048_500, 300_000, 2, 5_000_000, 3}) {
            byte[] value = new byte[size];
            new java.util.Random(size).nextBytes(value);
            records.add(new ProducerRecord<>("sizes", 0, System.currentTimeMillis(), bytes("k"), value));
        }
        try (Producer<byte[], byte[]> producer = Records.producer(source, Map.of("max.request.size", 10_000_000))) {
            records.forEach(producer::send);
        }

        // When
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.flow("sizes").build())) {
            mirroring.awaitCopied("sizes", 1);

            // Then
            assertThat(mirroring.targetRecords("sizes", 0)).hasSize(10);
            mirroring.assertSame("sizes", 1);
        }
    }
}
