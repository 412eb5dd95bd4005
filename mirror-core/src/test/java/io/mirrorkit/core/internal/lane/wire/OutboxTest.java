package io.mirrorkit.core.internal.lane.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.core.internal.lane.Flight;
import io.mirrorkit.core.internal.lane.LaneCounters;
import io.mirrorkit.core.internal.lane.LaneFailure;
import io.mirrorkit.core.internal.lane.MirroredPartition.TopicLimits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ten batches of ten records each, between source offset 0 and 100. */
class OutboxTest {

    private static final TopicPartition SOURCE = new TopicPartition("orders", 0);

    private final Flight flight = new Flight(0, -1, 1_000);
    private final Inbox inbox = new Inbox(0, -1);
    private final List<String> runs = new ArrayList<>();
    private Outbox outbox;

    @BeforeEach
    void fillInbox() {
        BatchHeader header = new BatchHeader();
        BatchPicker picker = new BatchPicker(
                header, new Rebuilder(header, new BufferPool(0)), new RepackRule(new RoundTrips()), new LaneCounters());
        outbox = new Outbox(SOURCE, flight, inbox, picker, () -> new TopicLimits("", 1 << 20), Integer.MAX_VALUE - 4);
        List<ByteBuffer> batches = new ArrayList<>();
        for (int i = 0; i < 100; i += 10) {
            List<SimpleRecord> records = IntStream.range(i, i + 10)
                    .mapToObj(n -> new SimpleRecord(n, ("key-" + n).getBytes(UTF_8), new byte[5_000]))
                    .toList();
            batches.add(Batches.batch(CompressionType.NONE, TimestampType.CREATE_TIME, i, records));
        }
        inbox.add(Fetched.of(Batches.log(batches), Fetched.Asked.at(0), AbortedTransactions.NONE, null));
    }

    /** Sends until nothing more may be sent; answers what was sent. */
    private List<OutBatch> sendAll() {
        List<OutBatch> sent = new ArrayList<>();
        while (outbox.hasNext()) {
            OutBatch next = outbox.next();
            outbox.sends(next);
            sent.add(next);
        }
        return sent;
    }

    private String drained() {
        runs.clear();
        long position = flight.drainTo((source, target, count) -> runs.add(source + "->" + target + "*" + count));
        return runs + " to " + position;
    }

    private List<OutBatch> sendBeyondTheFirst() {
        outbox.acknowledged(sendAll().get(0), 1_000);
        return sendAll();
    }

    @Test
    void shouldSendNothingBehindTheFirstBatchUntilItIsAcknowledged() {
        // When
        List<OutBatch> first = sendAll();
        outbox.acknowledged(first.get(0), 1_000);
        List<OutBatch> then = sendAll();

        // Then
        assertThat(first).hasSize(1);
        assertThat(then).hasSize(RepackRule.IN_FLIGHT);
        assertThat(drained()).isEqualTo("[0->1000*10] to -1");
    }

    @Test
    void shouldGoRoundWithItsSequences() {
        assertThat(outbox.sends(outbox.next())).isEqualTo(Integer.MAX_VALUE - 4);
        assertThat(Outbox.after(Integer.MAX_VALUE - 4, 10)).isEqualTo(5);
        assertThat(Outbox.after(Integer.MAX_VALUE, 1)).isZero();
        assertThat(Outbox.after(Integer.MAX_VALUE - 1, 1)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void shouldSettleInOrderWhenAnAnswerIsMissing() {
        // Given
        List<OutBatch> sent = sendBeyondTheFirst();

        // When the answer to the first is lost, and the others were taken
        outbox.failed(sent.get(0), Errors.NETWORK_EXCEPTION, -1);
        for (int i = 1; i < sent.size(); i++) {
            outbox.acknowledged(sent.get(i), 1_010 + i * 10L);
        }

        // Then nothing behind it is in the ledger
        assertThat(drained()).isEqualTo("[0->1000*10] to -1");

        // And when it is sent again
        OutBatch again = outbox.next();
        int sequence = outbox.sends(again);
        outbox.acknowledged(again, 1_010);

        // Then
        assertThat(again).isSameAs(sent.get(0));
        assertThat(sequence).isEqualTo(Outbox.after(Integer.MAX_VALUE - 4, 10));
        assertThat(drained()).isEqualTo("[10->1010*50] to 60");
    }

    @Test
    void shouldSendAgainInOrderAndOnlyWhenAllAnswersAreIn() {
        // Given
        List<OutBatch> sent = sendBeyondTheFirst();

        // When
        for (OutBatch batch : sent) {
            assertThat(outbox.hasNext()).as("before %s", batch.firstOffset()).isFalse();
            assertThat(outbox.failed(batch, Errors.NOT_LEADER_OR_FOLLOWER, -1)).isNull();
        }

        // Then
        assertThat(sendAll()).containsExactlyElementsOf(sent);
        assertThat(flight.inFlight()).isEqualTo(50);
    }

    @Test
    void shouldFindTheRecordThatIsRefusedAndSendWhatLiesBeforeIt() {
        // Given a target that refuses record 34
        List<OutBatch> sent = sendBeyondTheFirst();
        outbox.acknowledged(sent.get(0), 1_010);
        outbox.acknowledged(sent.get(1), 1_020);
        LaneFailure failure = outbox.failed(sent.get(2), Errors.INVALID_RECORD, -1);
        failure = outbox.failed(sent.get(3), Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);
        failure = outbox.failed(sent.get(4), Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);
        long target = 1_030;

        // When
        while (failure == null) {
            List<OutBatch> batches = sendAll();
            boolean refused = false;
            for (OutBatch batch : batches) {
                refused |= batch.firstOffset() <= 34 && 34 < batch.firstOffset() + batch.records();
                if (!refused) {
                    outbox.acknowledged(batch, target);
                    target += batch.records();
                } else {
                    boolean first = batch.firstOffset() <= 34;
                    LaneFailure answer = outbox.failed(
                            batch, first ? Errors.INVALID_RECORD : Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);
                    failure = answer == null ? failure : answer;
                }
            }
        }

        // Then
        assertThat(failure).isInstanceOfSatisfying(LaneFailure.OnTarget.class, on -> assertThat(on.sourceOffset())
                .isEqualTo(34));
        assertThat(drained()).isEqualTo("[0->1000*34] to -1");
        assertThat(outbox.isQuiet()).isTrue();
    }

    @Test
    void shouldBeInDoubtWhenTheTargetNoLongerKnowsTheProducer() {
        // Given
        List<OutBatch> sent = sendBeyondTheFirst();

        // When
        LaneFailure failure = outbox.failed(sent.get(0), Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);

        // Then
        assertThat(failure).isInstanceOf(LaneFailure.Unsettled.class);
    }

    @Test
    void shouldBeInDoubtWhenTheTargetAcknowledgesWithoutAnOffset() {
        assertThat(outbox.acknowledged(sendAll().get(0), -1)).isInstanceOf(LaneFailure.Unsettled.class);
    }

    @Test
    void shouldSayThatTheTargetHasLostRecordsWhenOffsetsGoBack() {
        // Given
        List<OutBatch> sent = sendBeyondTheFirst();

        // When
        LaneFailure failure = outbox.acknowledged(sent.get(0), 900);

        // Then
        assertThat(failure).isInstanceOfSatisfying(LaneFailure.OnTarget.class, on -> assertThat(on.cause())
                .hasMessageContaining("lost records"));
    }

    @Test
    void shouldBlameTheSourceWhenTheTargetFindsABatchDamagedAndItIs() {
        // Given
        List<OutBatch> sent = sendBeyondTheFirst();
        OutBatch head = sent.get(0);
        int last = head.at() + head.sizeInBytes() - 1;
        head.log().put(last, (byte) (head.log().get(last) ^ 1));

        // When
        LaneFailure failure = null;
        for (OutBatch batch : sent) {
            failure = outbox.failed(
                    batch, batch == head ? Errors.CORRUPT_MESSAGE : Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);
        }

        // Then
        assertThat(failure).isInstanceOfSatisfying(LaneFailure.OnSource.class, on -> assertThat(on.source())
                .isEqualTo(SOURCE));
    }

    @Test
    void shouldBlameTheSourceWhenADamagedBatchIsRefusedForItsSize() {
        // Given
        OutBatch first = sendAll().get(0);
        int last = first.at() + first.sizeInBytes() - 1;
        first.log().put(last, (byte) (first.log().get(last) ^ 1));

        // When
        LaneFailure failure = outbox.failed(first, Errors.MESSAGE_TOO_LARGE, -1);

        // Then
        assertThat(failure).isInstanceOf(LaneFailure.OnSource.class);
    }

    @Test
    void shouldTakeTheLastAnswerInPeaceWhenThePartitionWasRemovedAfterARefusal() {
        // Given
        List<OutBatch> sent = sendBeyondTheFirst();
        outbox.failed(sent.get(0), Errors.INVALID_RECORD, -1);

        // When
        outbox.release();

        // Then
        for (OutBatch batch : sent.subList(1, sent.size())) {
            assertThat(outbox.failed(batch, Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, -1))
                    .isNull();
        }
        assertThat(outbox.isQuiet()).isTrue();
    }

    @Test
    void shouldMakeSmallerBatchesOnceTheTargetTookLessThanItSaid() {
        // Given
        OutBatch first = sendAll().get(0);

        // When
        LaneFailure failure = outbox.failed(first, Errors.MESSAGE_TOO_LARGE, -1);

        // Then both halves of that one, and all that follow
        assertThat(failure).isNull();
        List<Integer> counts = new ArrayList<>();
        long target = 1_000;
        for (List<OutBatch> batches = sendAll(); !batches.isEmpty(); batches = sendAll()) {
            for (OutBatch batch : batches) {
                counts.add(batch.records());
                outbox.acknowledged(batch, target);
                target += batch.records();
            }
        }
        assertThat(counts.subList(0, 2)).containsExactly(5, 5);
        assertThat(counts.subList(2, counts.size())).allMatch(count -> count < 10);
        assertThat(target).isEqualTo(1_100);
    }

    @Test
    void shouldSendAgainWhenABatchWasDamagedOnTheWayToTheTarget() {
        // Given
        OutBatch first = sendAll().get(0);

        // When
        LaneFailure failure = outbox.failed(first, Errors.CORRUPT_MESSAGE, -1);

        // Then
        assertThat(failure).isNull();
        assertThat(sendAll()).containsExactly(first);
    }
}
