package io.mirrorkit.core.internal.lane.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirrorkit.core.internal.lane.LaneCounters;
import io.mirrorkit.core.internal.lane.LaneCounters.Absent;
import io.mirrorkit.core.internal.lane.LaneCounters.Opened;
import io.mirrorkit.core.internal.lane.MirroredPartition.TopicLimits;
import io.mirrorkit.core.internal.lane.wire.BatchPicker.WireLimits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

class BatchPickerTest {

    private static final WireLimits ANY = WireLimits.of(new TopicLimits("", 1 << 20));

    private final BatchHeader header = new BatchHeader();
    private final LaneCounters counters = new LaneCounters();
    private final RoundTrips roundTrips = new RoundTrips();
    private final BatchPicker picker = new BatchPicker(
            header, new Rebuilder(header, new BufferPool(1 << 20)), new RepackRule(roundTrips), counters);

    private static List<SimpleRecord> records(int count, int size) {
        byte[] value = new byte[size];
        new Random(count).nextBytes(value);
        return IntStream.range(0, count)
                .mapToObj(i -> new SimpleRecord(1_000 + i, ("k" + i).getBytes(UTF_8), value))
                .toList();
    }

    private static ByteBuffer plain(long offset, int count, int size) {
        return Batches.batch(CompressionType.LZ4, TimestampType.CREATE_TIME, offset, records(count, size));
    }

    private static ByteBuffer transactional(long offset, long producer, int count) {
        return MemoryRecords.withTransactionalRecords(
                        offset,
                        Compression.NONE,
                        producer,
                        (short) 0,
                        0,
                        0,
                        records(count, 3_000).toArray(SimpleRecord[]::new))
                .buffer();
    }

    private static ByteBuffer marker(long offset, long producer, ControlRecordType type) {
        return MemoryRecords.withEndTransactionMarker(
                        offset, 0, 0, producer, (short) 0, new EndTransactionMarker(type, 0))
                .buffer();
    }

    private static Inbox inbox(long position, AbortedTransactions aborted, ByteBuffer... batches) {
        Inbox inbox = new Inbox(position, -1);
        inbox.add(Fetched.of(Batches.log(List.of(batches)), Fetched.Asked.at(position), aborted, null));
        return inbox;
    }

    private List<OutBatch> pickAll(Inbox inbox, WireLimits limits) {
        List<OutBatch> all = new ArrayList<>();
        while (!inbox.isEmpty()) {
            all.addAll(picker.next(inbox, limits));
        }
        return all;
    }

    @Test
    void shouldPassLargeBatchesUnopened() {
        // Given
        ByteBuffer first = plain(10, 20, 3_000);
        ByteBuffer second = plain(30, 20, 3_000);

        // When
        List<OutBatch> picked = pickAll(inbox(10, AbortedTransactions.NONE, first, second), ANY);

        // Then
        assertThat(picked).extracting(OutBatch::slice).containsExactly(first.slice(), second.slice());
        assertThat(counters.passedBatches()).isEqualTo(2);
        assertThat(counters.passedRecords()).isEqualTo(40);
    }

    @Test
    void shouldJoinTinyBatchesAndCountThem() {
        // Given
        ByteBuffer[] tiny =
                IntStream.range(0, 500).mapToObj(i -> plain(i, 1, 80)).toArray(ByteBuffer[]::new);

        // When
        List<OutBatch> picked = pickAll(inbox(0, AbortedTransactions.NONE, tiny), ANY);

        // Then
        assertThat(picked).hasSize(1);
        assertThat(Batches.read(picked.get(0).slice())).isEqualTo(Batches.read(Batches.log(List.of(tiny))));
        assertThat(counters.openedBatches(Opened.REPACKED)).isEqualTo(500);
        assertThat(counters.builtRecords()).isEqualTo(500);
    }

    @Test
    void shouldPassALonelyTinyBatch() {
        assertThat(pickAll(inbox(0, AbortedTransactions.NONE, plain(0, 1, 80)), ANY))
                .hasSize(1);
        assertThat(counters.passedBatches()).isEqualTo(1);
    }

    @Test
    void shouldLeaveOutAbortedRecordsAndMarkersAndSayHowMany() {
        // Given two transactions of one producer, the first aborted, between those of another
        AbortedTransactions aborted = AbortedTransactions.of(
                List.of(new AbortedTransaction().setProducerId(7).setFirstOffset(0)));
        Inbox inbox = inbox(
                0,
                aborted,
                transactional(0, 7, 5),
                transactional(5, 8, 5),
                marker(10, 7, ControlRecordType.ABORT),
                transactional(11, 7, 5),
                marker(16, 7, ControlRecordType.COMMIT),
                marker(17, 8, ControlRecordType.COMMIT));

        // When
        List<OutBatch> picked = pickAll(inbox, ANY);

        // Then
        assertThat(picked).extracting(OutBatch::firstOffset).containsExactly(5L, 11L);
        assertThat(counters.absentOffsets(Absent.ABORTED)).isEqualTo(5);
        assertThat(counters.absentOffsets(Absent.CONTROL)).isEqualTo(3);
        assertThat(inbox.position()).isEqualTo(18);
    }

    @Test
    void shouldCropABatchThatBeginsBeforeThePosition() {
        // When
        List<OutBatch> picked = pickAll(inbox(15, AbortedTransactions.NONE, plain(10, 20, 3_000)), ANY);

        // Then
        assertThat(picked).singleElement().satisfies(batch -> {
            assertThat(batch.firstOffset()).isEqualTo(15);
            assertThat(batch.records()).isEqualTo(15);
            assertThat(batch.endOffset()).isEqualTo(30);
        });
        assertThat(counters.openedBatches(Opened.CROPPED)).isEqualTo(1);
    }

    @Test
    void shouldCompressAsTheTopicDemands() {
        // When
        List<OutBatch> picked = pickAll(
                inbox(0, AbortedTransactions.NONE, plain(0, 20, 3_000)),
                WireLimits.of(new TopicLimits("zstd", 1 << 20)));

        // Then
        assertThat(BatchHeader.codec(picked.get(0).log(), 0)).isEqualTo(CompressionType.ZSTD.id);
        assertThat(counters.openedBatches(Opened.CODEC)).isEqualTo(1);
    }

    @Test
    void shouldSplitWhatIsTooLarge() {
        // Given
        ByteBuffer large = Batches.batch(CompressionType.NONE, TimestampType.CREATE_TIME, 0, records(50, 1_000));

        // When
        List<OutBatch> picked =
                pickAll(inbox(0, AbortedTransactions.NONE, large), WireLimits.of(new TopicLimits("", 10_000)));

        // Then
        assertThat(picked).hasSizeGreaterThan(4).allSatisfy(batch -> assertThat(batch.sizeInBytes())
                .isLessThanOrEqualTo(10_000));
        List<Batches.Seen> seen = new ArrayList<>();
        picked.forEach(batch -> seen.addAll(Batches.read(batch.slice())));
        assertThat(seen).isEqualTo(Batches.read(large));
        assertThat(picked.get(picked.size() - 1).endOffset()).isEqualTo(50);
        assertThat(counters.openedBatches(Opened.TOO_LARGE)).isEqualTo(1);
    }

    @Test
    void shouldNeitherOpenNorLeaveOutWhatDoesNotFitItsChecksum() {
        for (ByteBuffer batch : List.of(plain(0, 1, 80), marker(0, 7, ControlRecordType.COMMIT))) {
            // Given
            batch.put(batch.limit() - 1, (byte) (batch.get(batch.limit() - 1) ^ 1));
            Inbox inbox = inbox(0, AbortedTransactions.NONE, batch, plain(1, 1, 80));

            // When and then
            assertThatThrownBy(() -> picker.next(inbox, ANY))
                    .isInstanceOf(MalformedBatchException.class)
                    .hasMessageContaining("offset 0");
            assertThat(inbox.position()).isZero();
        }
    }

    @Test
    void shouldDivideARefusedBatchAtTheRecordThatTheTargetNames() {
        // Given
        ByteBuffer log = plain(100, 20, 100);
        OutBatch refused =
                picker.next(inbox(100, AbortedTransactions.NONE, log), ANY).get(0);

        // When
        List<OutBatch> named = picker.split(refused, 13);
        List<OutBatch> unnamed = picker.split(refused, -1);

        // Then
        assertThat(named).extracting(OutBatch::firstOffset).containsExactly(100L, 113L, 114L);
        assertThat(named).extracting(OutBatch::records).containsExactly(13, 1, 6);
        assertThat(unnamed).extracting(OutBatch::records).containsExactly(10, 10);
        List<Batches.Seen> seen = new ArrayList<>();
        named.forEach(batch -> seen.addAll(Batches.read(batch.slice())));
        assertThat(seen).isEqualTo(Batches.read(log));
    }

    @Test
    void shouldNotDivideADamagedBatchIntoIntactOnes() {
        // Given a batch that the target refused for its size, without looking at its checksum
        ByteBuffer log = plain(100, 20, 100);
        OutBatch refused =
                picker.next(inbox(100, AbortedTransactions.NONE, log), ANY).get(0);
        int last = refused.at() + refused.sizeInBytes() - 1;
        refused.log().put(last, (byte) (refused.log().get(last) ^ 1));

        // When and then
        assertThatThrownBy(() -> picker.split(refused, -1))
                .isInstanceOf(MalformedBatchException.class)
                .hasMessageContaining("checksum");
    }

    @Test
    void shouldJoinLargerBatchesTheLongerTheRoundTrip() {
        // Given
        RepackRule near = new RepackRule(new RoundTrips());
        RoundTrips far = new RoundTrips();
        far.took(50_000_000, 0);

        // When and then
        assertThat(near.joins(64 << 10, CompressionType.LZ4.id)).isFalse();
        assertThat(near.joins(200, CompressionType.LZ4.id)).isTrue();
        assertThat(new RepackRule(far).joins(64 << 10, CompressionType.LZ4.id)).isTrue();
        assertThat(new RepackRule(far).size(1 << 20)).isEqualTo(1 << 20);
    }
}
