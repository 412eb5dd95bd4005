package io.mirrorkit.core.internal.lane.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

class BatchHeaderTest {

    private static final List<SimpleRecord> RECORDS = List.of(
            new SimpleRecord(1_000, "key".getBytes(UTF_8), "value".getBytes(UTF_8)),
            new SimpleRecord(2_000, "key".getBytes(UTF_8), new byte[5_000]));

    private final BatchHeader header = new BatchHeader();

    @Test
    void shouldMakeABatchThatKafkaFindsValidWhenItIsAddressed() {
        for (CompressionType codec : CompressionType.values()) {
            // Given
            ByteBuffer log = Batches.batch(codec, TimestampType.CREATE_TIME, 12_345, RECORDS);
            List<Batches.Seen> before = Batches.read(log);

            // When, twice, as when it is sent again
            header.address(log, 0, 4_711, (short) 3, Integer.MAX_VALUE);
            header.address(log, 0, 4_712, (short) 4, 17);

            // Then
            RecordBatch batch =
                    MemoryRecords.readableRecords(log).batches().iterator().next();
            batch.ensureValid();
            assertThat(batch.baseOffset()).isZero();
            assertThat(batch.producerId()).isEqualTo(4_712);
            assertThat(batch.producerEpoch()).isEqualTo((short) 4);
            assertThat(batch.baseSequence()).isEqualTo(17);
            assertThat(batch.partitionLeaderEpoch()).isEqualTo(-1);
            assertThat(batch.compressionType()).isEqualTo(codec);
            assertThat(Batches.read(log)).isEqualTo(before);
        }
    }

    @Test
    void shouldKeepADamagedBatchDamagedWhateverBitIsWrong() {
        // Given
        ByteBuffer intact = Batches.batch(CompressionType.LZ4, TimestampType.CREATE_TIME, 0, RECORDS);
        for (int bit = 21 * 8; bit < intact.limit() * 8; bit++) {
            ByteBuffer damaged = ByteBuffer.allocate(intact.limit()).put(0, intact, 0, intact.limit());
            damaged.put(bit / 8, (byte) (damaged.get(bit / 8) ^ 1 << bit % 8));

            // When
            header.address(damaged, 0, 4_711, (short) 0, 0);

            // Then
            assertThat(header.isIntact(damaged, 0)).as("bit %d", bit).isFalse();
        }
    }
}
