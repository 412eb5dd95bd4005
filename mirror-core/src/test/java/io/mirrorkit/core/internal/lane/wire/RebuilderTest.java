package io.mirrorkit.core.internal.lane.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

class RebuilderTest {

    private final BatchHeader header = new BatchHeader();
    private final Rebuilder rebuilder = new Rebuilder(header, new BufferPool(1 << 20));

    private static List<SimpleRecord> records(Random random, int count) {
        List<SimpleRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Header[] headers = new Header[random.nextInt(3)];
            for (int h = 0; h < headers.length; h++) {
                headers[h] = new RecordHeader("h" + random.nextInt(2), random.nextBoolean() ? null : content(random));
            }
            records.add(new SimpleRecord(
                    1_700_000_000_000L + random.nextInt(1_000_000) - 500_000,
                    random.nextInt(4) == 0 ? null : content(random),
                    random.nextInt(4) == 0 ? null : content(random),
                    headers));
        }
        return records;
    }

    private static byte[] content(Random random) {
        byte[] content = new byte[random.nextInt(200)];
        random.nextBytes(content);
        return content;
    }

    private static List<Batches.Seen> read(List<OutBatch> batches) {
        List<Batches.Seen> all = new ArrayList<>();
        batches.forEach(batch -> all.addAll(Batches.read(batch.slice())));
        return all;
    }

    @Property(tries = 300)
    void shouldKeepEveryFieldWhenBatchesAreJoinedSplitAndRecompressed(
            @ForAll long seed, @ForAll CompressionType from, @ForAll CompressionType to) {
        // Given
        Random random = new Random(seed);
        List<OutBatch> built = new ArrayList<>();
        List<Batches.Seen> expected = new ArrayList<>();
        rebuilder.begin(to.id, 100 + random.nextInt(20_000), built);
        long offset = 1_000;

        // When
        for (int i = random.nextInt(5); i >= 0; i--) {
            List<SimpleRecord> records = records(random, 1 + random.nextInt(50));
            ByteBuffer batch = Batches.batch(from, TimestampType.CREATE_TIME, offset, records);
            expected.addAll(Batches.read(batch));
            rebuilder.add(batch, 0, 0);
            offset += records.size();
        }
        rebuilder.finish(offset);

        // Then
        assertThat(read(built)).isEqualTo(expected);
        assertThat(built).allSatisfy(batch -> assertThat(BatchHeader.codec(batch.log(), batch.at()))
                .isEqualTo(to.id));
        assertThat(built.get(built.size() - 1).endOffset()).isEqualTo(offset);
        long next = 1_000;
        for (OutBatch batch : built) {
            assertThat(batch.firstOffset()).isEqualTo(next);
            next += batch.records();
        }
    }

    @Property(tries = 100)
    void shouldLeaveOutWhatLiesBeforeTheStart(@ForAll long seed, @ForAll @IntRange(max = 40) int start) {
        // Given
        List<SimpleRecord> records = records(new Random(seed), 40);
        ByteBuffer batch = Batches.batch(CompressionType.LZ4, TimestampType.CREATE_TIME, 500, records);
        List<OutBatch> built = new ArrayList<>();

        // When
        rebuilder.begin(CompressionType.LZ4.id, Integer.MAX_VALUE, built);
        rebuilder.add(batch, 0, 500 + start);
        rebuilder.finish(540);

        // Then
        assertThat(read(built)).isEqualTo(Batches.read(batch).subList(start, 40));
    }

    @Test
    void shouldGiveEachRecordTheTimeAtWhichTheBrokerTookIt() {
        // Given
        ByteBuffer batch =
                Batches.batch(CompressionType.ZSTD, TimestampType.LOG_APPEND_TIME, 0, records(new Random(1), 10));
        List<OutBatch> built = new ArrayList<>();

        // When
        rebuilder.begin(CompressionType.ZSTD.id, Integer.MAX_VALUE, built);
        rebuilder.add(batch, 0, 0);
        rebuilder.finish(10);

        // Then
        assertThat(read(built)).isEqualTo(Batches.read(batch)).allSatisfy(record -> assertThat(record.timestamp())
                .isEqualTo(77_777));
        assertThat(BatchHeader.hasLogAppendTime(built.get(0).log(), 0)).isFalse();
    }

    @Test
    void shouldRebuildOldFormats() {
        for (byte magic : new byte[] {RecordBatch.MAGIC_VALUE_V0, RecordBatch.MAGIC_VALUE_V1}) {
            for (CompressionType codec : List.of(CompressionType.NONE, CompressionType.GZIP)) {
                // Given
                List<SimpleRecord> records = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    records.add(new SimpleRecord(
                            1_000 + i,
                            i % 3 == 0 ? null : ("k" + i).getBytes(StandardCharsets.UTF_8),
                            i % 5 == 0 ? null : ("v" + i).getBytes(StandardCharsets.UTF_8)));
                }
                ByteBuffer log = Batches.batch(magic, codec, TimestampType.CREATE_TIME, 100, records);
                Inbox inbox = new Inbox(105, -1);
                inbox.add(Fetched.of(log, Fetched.Asked.at(105), AbortedTransactions.NONE, null));
                List<OutBatch> built = new ArrayList<>();

                // When
                rebuilder.begin(codec.id, Integer.MAX_VALUE, built);
                while (!inbox.isEmpty()) {
                    rebuilder.add(log, inbox.mustHead().at(), 105);
                    inbox.advance();
                }
                rebuilder.finish(120);

                // Then
                assertThat(read(built)).isEqualTo(Batches.read(log).subList(5, 20));
                assertThat(built.get(0).firstOffset()).isEqualTo(105);
                assertThat(inbox.position()).isEqualTo(120);
            }
        }
    }

    @Property(tries = 300)
    void shouldRefuseWhatIsNoBatchRatherThanReadBeyondIt(@ForAll long seed) {
        // Given
        Random random = new Random(seed);
        ByteBuffer batch = Batches.batch(
                CompressionType.NONE, TimestampType.CREATE_TIME, 0, records(random, 1 + random.nextInt(20)));
        for (int i = 0; i < 3; i++) {
            int at = BatchHeader.SIZE + random.nextInt(batch.limit() - BatchHeader.SIZE);
            batch.put(at, (byte) random.nextInt());
        }
        List<OutBatch> built = new ArrayList<>();

        // When
        try {
            rebuilder.begin(CompressionType.NONE.id, Integer.MAX_VALUE, built);
            rebuilder.add(batch, 0, 0);
        } catch (MalformedBatchException e) {
            // Then
            assertThat(e).hasMessageContaining("batch");
            return;
        }

        // Then what was read, if anything, is written as a batch that is in order
        rebuilder.finish(100);
        assertThat(built).allSatisfy(result -> assertThat(header.isIntact(result.log(), result.at()))
                .isTrue());
    }

    @Test
    void shouldSayThatABatchCannotBeDecompressed() {
        // Given
        ByteBuffer batch =
                Batches.batch(CompressionType.GZIP, TimestampType.CREATE_TIME, 42, records(new Random(2), 20));
        for (int at = BatchHeader.SIZE; at < batch.limit(); at++) {
            batch.put(at, (byte) 0x55);
        }
        rebuilder.begin(CompressionType.GZIP.id, Integer.MAX_VALUE, new ArrayList<>());

        // When and then
        assertThatThrownBy(() -> rebuilder.add(batch, 0, 0))
                .isInstanceOf(MalformedBatchException.class)
                .hasMessageContaining("offset 42");
    }
}
