package io.mirrorkit.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.Flow;
import io.mirrorkit.testing.BrokerProcess;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.Test;

/** A log that was begun by a broker of long ago: today's brokers read its formats, and take them from no producer. */
class WireLaneOldFormatsIT {

    private static final int PER_ENTRY = 50;
    private static final List<CompressionType> CODECS =
            List.of(CompressionType.NONE, CompressionType.GZIP, CompressionType.SNAPPY, CompressionType.LZ4);

    @Test
    void shouldCopyRecordsOfAllFormatsWhenALogHoldsThem() throws Exception {
        try (BrokerProcess source = BrokerProcess.start();
                EmbeddedCluster target = EmbeddedCluster.start()) {
            // Given a log with formats 0 and 1, and then 2
            TopicPartition partition = new TopicPartition("old", 0);
            Map<String, String> kept = Map.of("retention.ms", "-1");
            source.admin()
                    .createTopics(List.of(new NewTopic("old", 1, (short) 1).configs(kept)))
                    .all()
                    .get();
            target.createTopic("a.old", 1, 1, kept);
            source.kill();
            int old = write(source.logDirectory(partition));
            source.restart();
            Records.produce(source, partition, 200);

            // When
            Flow flow = Mirroring.wire("old").build();
            try (Mirroring mirroring = Mirroring.started(source, target, flow)) {
                mirroring.awaitCopied("old", 1);

                // Then
                assertThat(mirroring.targetRecords("old", 0)).hasSize(old + 200);
                mirroring.assertSame("old", 1);
                assertThat(mirroring.status().doubled()).isZero();
                assertThat(mirroring.status().lane().openedBatches()).containsKey("old_format");
                assertThat(mirroring.status().lane().absentOffsets()).isEmpty();
            }
        }
    }

    /** Writes a segment; returns how many records it holds. */
    private static int write(Path directory) throws IOException {
        Path segment = directory.resolve("00000000000000000000.log");
        assertThat(segment).exists();
        int written = 0;
        for (byte magic = 0; magic < 2; magic++) {
            for (CompressionType codec : CODECS) {
                ByteBuffer entries = ByteBuffer.allocate(1 << 20);
                try (MemoryRecordsBuilder builder = MemoryRecords.builder(
                        entries, magic, Compression.of(codec).build(), TimestampType.CREATE_TIME, written)) {
                    for (int i = 0; i < PER_ENTRY; i++, written++) {
                        builder.appendWithOffset(
                                written,
                                magic == 0 ? RecordBatch.NO_TIMESTAMP : 1_500_000_000_000L + i,
                                i % 7 == 0 ? null : ("key-" + written).getBytes(UTF_8),
                                i % 11 == 0 ? null : "value-".repeat(i).getBytes(UTF_8));
                    }
                    ByteBuffer built = builder.build().buffer();
                    byte[] bytes = new byte[built.remaining()];
                    built.get(bytes);
                    Files.write(segment, bytes, StandardOpenOption.APPEND);
                }
            }
        }
        return written;
    }
}
