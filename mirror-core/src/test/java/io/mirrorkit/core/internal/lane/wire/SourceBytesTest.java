package io.mirrorkit.core.internal.lane.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.core.internal.lane.LaneCounters;
import io.mirrorkit.core.internal.lane.LaneCounters.Opened;
import io.mirrorkit.core.internal.lane.MirroredPartition.TopicLimits;
import io.mirrorkit.core.internal.lane.wire.BatchPicker.WireLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of bytes as a source may hold them: in old formats, which today's brokers read but don't write, and damaged. */
class SourceBytesTest {

    private static final WireLimits LIMITS = WireLimits.of(new TopicLimits("", 1 << 20));
    private static final long BASE = 1_000;
    private static final int RECORDS = 20;

    private final BatchHeader header = new BatchHeader();
    private final LaneCounters counters = new LaneCounters();
    private final BatchPicker picker = new BatchPicker(
            header, new Rebuilder(header, new BufferPool(0)), new RepackRule(new RoundTrips()), counters);

    /** A record as it should come out. */
    private record Seen(
            long timestamp, @Nullable String key, @Nullable String value) {}

    private static @Nullable String key(int i) {
        return i % 5 == 0 ? null : "key-" + i;
    }

    private static @Nullable String value(int i) {
        return i % 7 == 0 ? null : "value-" + "x".repeat(i * 10);
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String text(@Nullable ByteBuffer bytes) {
        return bytes == null
                ? null
                : StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    private static Seen record(byte magic, int i) {
        return new Seen(magic == 0 ? RecordBatch.NO_TIMESTAMP : 5_000 + i, key(i), value(i));
    }

    /** Records in two parts, as a log holds them; in the old formats each part with a codec is one entry. */
    private static ByteBuffer log(byte magic, CompressionType codec, TimestampType timestamps) {
        ByteBuffer log = ByteBuffer.allocate(64 << 10);
        for (int from : new int[] {0, RECORDS / 2}) {
            ByteBuffer part = ByteBuffer.allocate(32 << 10);
            try (MemoryRecordsBuilder builder = MemoryRecords.builder(
                    part, magic, Compression.of(codec).build(), timestamps, BASE + from, 9_000L)) {
                for (int i = from; i < from + RECORDS / 2; i++) {
                    long timestamp = magic == 0 ? RecordBatch.NO_TIMESTAMP : 5_000 + i;
                    builder.appendWithOffset(BASE + i, timestamp, bytes(key(i)), bytes(value(i)));
                }
                log.put(builder.build().buffer());
            }
        }
        return log.flip().slice();
    }

    /** A log from the entry that holds an offset, as brokers answer. */
    private static ByteBuffer fetch(ByteBuffer log, long from) {
        int at = 0;
        while (BatchHeader.lastOffset(log, at) < from) {
            at += BatchHeader.sizeInBytes(log, at);
        }
        return log.slice(at, log.limit() - at);
    }

    /** All that comes out of an answer. */
    private List<OutBatch> pick(ByteBuffer log, long from) {
        Inbox inbox = new Inbox(from, -1);
        inbox.add(Fetched.of(log, Fetched.Asked.at(from), AbortedTransactions.NONE, null));
        List<OutBatch> all = new ArrayList<>();
        while (!inbox.isEmpty()) {
            all.addAll(picker.next(inbox, LIMITS));
        }
        return all;
    }

    private List<Seen> open(List<OutBatch> batches) {
        List<Seen> seen = new ArrayList<>();
        for (OutBatch batch : batches) {
            assertThat(header.isIntact(batch.log(), batch.at())).isTrue();
            for (RecordBatch opened :
                    MemoryRecords.readableRecords(batch.slice()).batches()) {
                assertThat(opened.magic()).isEqualTo((byte) 2);
                for (Record record : opened) {
                    seen.add(new Seen(record.timestamp(), text(record.key()), text(record.value())));
                    assertThat(record.headers()).isEmpty();
                }
            }
        }
        return seen;
    }

    @ParameterizedTest
    @CsvSource({"0,NONE", "0,GZIP", "0,SNAPPY", "0,LZ4", "1,NONE", "1,GZIP", "1,SNAPPY", "1,LZ4"})
    void shouldBuildTodaysFormatFromOldOnes(byte magic, CompressionType codec) {
        for (int first : new int[] {0, 1, 9, 10, 13, 19}) {
            // When
            List<OutBatch> batches =
                    pick(fetch(log(magic, codec, TimestampType.CREATE_TIME), BASE + first), BASE + first);

            // Then
            List<Seen> expected = new ArrayList<>();
            for (int i = first; i < RECORDS; i++) {
                expected.add(record(magic, i));
            }
            assertThat(open(batches)).isEqualTo(expected);
            assertThat(batches.get(0).firstOffset()).isEqualTo(BASE + first);
            assertThat(batches.get(batches.size() - 1).endOffset()).isEqualTo(BASE + RECORDS);
            assertThat(batches).allMatch(batch -> BatchHeader.codec(batch.log(), batch.at()) == codec.id);
        }
        assertThat(counters.openedBatches(Opened.OLD_FORMAT)).isPositive();
        assertThat(counters.passedBatches()).isZero();
    }

    @Test
    void shouldKeepTheBrokersTimeOfAnOldFormat() {
        // When
        List<OutBatch> batches = pick(log((byte) 1, CompressionType.GZIP, TimestampType.LOG_APPEND_TIME), BASE);

        // Then
        assertThat(open(batches)).hasSize(RECORDS).allMatch(record -> record.timestamp() == 9_000);
    }

    /** A flipped bit is noticed here, or left for the target to notice; either way no damaged record counts as copied. */
    @Property(tries = 3_000)
    void shouldNoticeOrPassOnAFlippedBit(
            @ForAll @IntRange(max = 2) int magic,
            @ForAll CompressionType codec,
            @ForAll boolean cropped,
            @ForAll @IntRange(min = 0) int place) {
        // Given
        if (magic < 2 && codec == CompressionType.ZSTD) {
            return;
        }
        ByteBuffer log = log((byte) magic, codec, TimestampType.CREATE_TIME);
        int bit = place % (log.limit() * 8);
        log.put(bit / 8, (byte) (log.get(bit / 8) ^ 1 << bit % 8));
        List<Seen> originals = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            originals.add(record((byte) magic, i));
        }

        // When
        List<OutBatch> batches;
        try {
            batches = pick(log, cropped ? BASE + 3 : BASE);
        } catch (MalformedBatchException e) {
            return;
        }

        // Then what is intact holds nothing but the source's records
        for (OutBatch batch : batches) {
            header.address(batch.log(), batch.at(), 1, (short) 0, 0);
            if (header.isIntact(batch.log(), batch.at())) {
                assertThat(originals).as("bit %s", bit).containsAll(open(List.of(batch)));
            }
        }
    }
}
