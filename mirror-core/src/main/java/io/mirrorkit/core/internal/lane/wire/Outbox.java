package io.mirrorkit.core.internal.lane.wire;

import io.mirrorkit.core.internal.lane.Flight;
import io.mirrorkit.core.internal.lane.LaneFailure;
import io.mirrorkit.core.internal.lane.MirroredPartition.TopicLimits;
import io.mirrorkit.core.internal.lane.wire.BatchPicker.WireLimits;
import io.mirrorkit.core.internal.lane.wire.ProducerIds.ProducerId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * What a partition has sent and what is not acknowledged, in order, under one producer id. Belongs to a lane's worker.
 *
 * <p>Invariant <b>B</b>: a batch's sequence is the number of records before it, so a broker takes no batch whose predecessor it does not have.
 * After a failure nothing is sent until every answer is in; then all is sent again from the first batch that is not acknowledged, with the
 * sequences it had, and the broker answers for those that it already has. A batch is settled in the flight when all before it are
 * (<b>A</b>), whatever order the answers came in.
 */
final class Outbox {

    /** So often a batch may be damaged between here and the target; more often, it is the batch that the target doesn't like. */
    private static final int CORRUPT_BY_CHANCE = 5;

    private static final long SURELY_REMEMBERED = 10_000_000_000L;
    private static final long MOMENT = 1_000_000_000L;

    private final TopicPartition source;
    private final Flight flight;
    private final Inbox inbox;
    private final BatchPicker picker;
    private final Supplier<TopicLimits> told;

    /** Not acknowledged, or acknowledged behind one that is not. */
    private final Deque<OutBatch> batches = new ArrayDeque<>();

    /** Of those, the ones to be sent (again), in order. */
    private final Deque<OutBatch> unsent = new ArrayDeque<>();

    private @Nullable ProducerId producer;
    private TopicLimits limitsFrom;
    private WireLimits limits;
    private int headSequence;
    private int sendSequence;
    private int inFlight;
    private long bytes;
    private boolean recovering;
    private boolean known;
    private int foundCorrupt;
    private long lastAnswer;
    private long notBefore = System.nanoTime();
    private @Nullable Refusal refusal;

    /** What the target said of the first batch. */
    private record Refusal(Errors error, int record) {}

    Outbox(
            TopicPartition source,
            Flight flight,
            Inbox inbox,
            BatchPicker picker,
            Supplier<TopicLimits> limits,
            int firstSequence) {
        this.source = source;
        this.flight = flight;
        this.inbox = inbox;
        this.picker = picker;
        this.told = limits;
        this.limitsFrom = limits.get();
        this.limits = WireLimits.of(limitsFrom);
        this.headSequence = firstSequence;
        this.sendSequence = firstSequence;
    }

    @Nullable
    ProducerId producer() {
        return producer;
    }

    void writesUnder(ProducerId id) {
        producer = id;
    }

    /** Bytes that are not acknowledged. */
    long bytes() {
        return bytes;
    }

    /** The first source offset that is not acknowledged. */
    long position() {
        OutBatch head = batches.peek();
        return head == null ? inbox.position() : head.firstOffset();
    }

    /** Whether the target has acknowledged something a moment ago. */
    boolean isMoving(long now) {
        return known && now - lastAnswer < MOMENT;
    }

    /** Whether nothing is on its way. */
    boolean isQuiet() {
        return inFlight == 0;
    }

    boolean hasNext() {
        return !(unsent.isEmpty() && inbox.isEmpty()) && maySend();
    }

    /** Whether something that was taken from the inbox is to be sent, for the first time or again. */
    boolean hasUnsent() {
        return !unsent.isEmpty() && maySend();
    }

    private boolean maySend() {
        return !recovering && inFlight < (isKnown() ? RepackRule.IN_FLIGHT : 1);
    }

    /**
     * Whether the target's leader has a batch of this producer. A leader without one takes any sequence for the first, also that of a batch
     * whose predecessor it has just refused (B); so until it has answered for one, nothing is sent behind it. It forgets those that it has
     * not heard of for {@code producer.id.expiration.ms}.
     */
    private boolean isKnown() {
        return known && (inFlight > 0 || System.nanoTime() - lastAnswer < SURELY_REMEMBERED);
    }

    /** Nothing is to be sent before this {@link System#nanoTime()}. */
    long notBefore() {
        return notBefore;
    }

    /**
     * The next batch, with its header as it is to be sent; null if what was fetched held nothing to copy.
     *
     * @throws MalformedBatchException if the source's bytes can't be read
     */
    @Nullable
    OutBatch next() {
        if (unsent.isEmpty()) {
            List<OutBatch> picked = picker.next(inbox, limits());
            for (OutBatch batch : picked) {
                batches.add(batch);
                unsent.add(batch);
                bytes += batch.sizeInBytes();
            }
        }
        OutBatch next = unsent.poll();
        if (next == null) {
            passedOver();
            return null;
        }
        return next;
    }

    /** What the remote topic takes, as its configs were read last. */
    private WireLimits limits() {
        TopicLimits now = told.get();
        if (!now.equals(limitsFrom)) {
            limitsFrom = now;
            limits = WireLimits.of(now);
        }
        return limits;
    }

    /** Nothing waits to be sent, so everything taken from the inbox was sent or held nothing to copy. */
    private void passedOver() {
        flight.reading(inbox.leaderEpoch());
        flight.positionAt(inbox.position());
    }

    /** A batch that {@link #next} gave is in a request now; returns the sequence to send it with. */
    int sends(OutBatch batch) {
        int sequence = sendSequence;
        sendSequence = after(sendSequence, batch.records());
        inFlight++;
        batch.sent();
        if (batch.beginsToCount()) {
            flight.sending(batch.records());
        }
        if (unsent.isEmpty()) {
            passedOver();
        } else if (batch.endOffset() > flight.position()) {
            flight.reading(batch.leaderEpoch());
            flight.positionAt(batch.endOffset());
        }
        return sequence;
    }

    /** Sequences go round at 2^31. */
    static int after(int sequence, int records) {
        return (int) ((sequence + (long) records) & Integer.MAX_VALUE);
    }

    /** The target has a batch. Returns a failure if where it lies can't be. */
    @Nullable
    LaneFailure acknowledged(OutBatch batch, long targetOffset) {
        answered(batch);
        if (targetOffset < 0) {
            return new LaneFailure.Unsettled(Errors.DUPLICATE_SEQUENCE_NUMBER.exception());
        }
        known = true;
        foundCorrupt = 0;
        lastAnswer = System.nanoTime();
        batch.acknowledged(targetOffset);
        LaneFailure failure = settle();
        return failure != null ? failure : recover();
    }

    private void answered(OutBatch batch) {
        inFlight--;
        batch.answered();
    }

    private @Nullable LaneFailure settle() {
        for (OutBatch head = batches.peek(); head != null && head.isAcknowledged(); head = batches.peek()) {
            if (flight.fallsBack(head.targetBase())) {
                return new LaneFailure.OnTarget(
                        head.firstOffset(),
                        new IllegalStateException("the target acknowledged at offset " + head.targetBase()
                                + ", before records that it acknowledged earlier: it has lost records"));
            }
            head.settleIn(flight);
            headSequence = after(headSequence, head.records());
            bytes -= head.sizeInBytes();
            batches.remove();
            head.release();
        }
        return null;
    }

    /**
     * A batch was not taken, or nobody knows.
     *
     * @param error the target's answer, or {@code NETWORK_EXCEPTION} without one
     * @param record the record in the batch that the answer names, or -1
     */
    @Nullable
    LaneFailure failed(OutBatch batch, Errors error, int record) {
        answered(batch);
        boolean head = batch == batches.peek();
        LaneFailure doubt = head ? doubt(error) : null;
        if (doubt != null) {
            return doubt;
        }
        if (head && !(error.exception() instanceof RetriableException && error != Errors.CORRUPT_MESSAGE)) {
            refusal = new Refusal(error, record);
        }
        recovering = true;
        notBefore = System.nanoTime() + Network.BACKOFF_NANOS;
        return recover();
    }

    /** Whether an answer means that the target no longer knows what this producer has written. */
    private static @Nullable LaneFailure doubt(Errors error) {
        return switch (error) {
            case DUPLICATE_SEQUENCE_NUMBER,
                    OUT_OF_ORDER_SEQUENCE_NUMBER,
                    UNKNOWN_PRODUCER_ID,
                    INVALID_PRODUCER_EPOCH,
                    PRODUCER_FENCED,
                    INVALID_PRODUCER_ID_MAPPING -> new LaneFailure.Unsettled(error.exception());
            default -> null;
        };
    }

    /** When all answers are in, goes on from the first batch that is not acknowledged. */
    private @Nullable LaneFailure recover() {
        if (!recovering || inFlight > 0) {
            return null;
        }
        recovering = false;
        Refusal refused = refusal;
        refusal = null;
        if (refused != null) {
            LaneFailure failure = divide(refused);
            if (failure != null) {
                return failure;
            }
        }
        unsent.clear();
        unsent.addAll(batches);
        sendSequence = headSequence;
        return null;
    }

    /** Breaks the first batch, which the target refused, into smaller ones; a failure if it can't or needn't be. */
    private @Nullable LaneFailure divide(Refusal refused) {
        OutBatch head = batches.getFirst();
        if (refused.error == Errors.CORRUPT_MESSAGE && ++foundCorrupt <= CORRUPT_BY_CHANCE && picker.isIntact(head)) {
            // It was damaged on its way to the target.
            return null;
        }
        if (picker.isIntact(head) && (head.records() == 1 || !concernsRecords(refused.error))) {
            return new LaneFailure.OnTarget(head.firstOffset(), refused.error.exception());
        }
        if (refused.error == Errors.MESSAGE_TOO_LARGE) {
            // The topic takes less than it said.
            limits = limits.below(head.sizeInBytes());
        }
        List<OutBatch> parts;
        try {
            parts = picker.split(head, refused.record);
        } catch (MalformedBatchException e) {
            return new LaneFailure.OnSource(source, e);
        }
        batches.removeFirst();
        bytes -= head.sizeInBytes();
        for (int i = parts.size() - 1; i >= 0; i--) {
            batches.addFirst(parts.get(i));
            bytes += parts.get(i).sizeInBytes();
        }
        head.release();
        return null;
    }

    private static boolean concernsRecords(Errors error) {
        return switch (error) {
            case CORRUPT_MESSAGE, MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE, INVALID_RECORD, INVALID_TIMESTAMP -> true;
            default -> false;
        };
    }

    /** Lets go of the memory that is shared with other partitions, but for what is on its way. */
    void detach() {
        batches.forEach(OutBatch::detach);
    }

    /** Gives everything up. A request on its way keeps hold of the memory that it is written from. */
    void release() {
        batches.forEach(OutBatch::release);
        batches.clear();
        unsent.clear();
        recovering = false;
        refusal = null;
        bytes = 0;
    }
}
