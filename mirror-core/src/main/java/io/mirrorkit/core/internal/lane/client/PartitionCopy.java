package io.mirrorkit.core.internal.lane.client;

import io.mirrorkit.core.internal.lane.ByteBudget;
import io.mirrorkit.core.internal.lane.Flight;
import io.mirrorkit.core.internal.lane.LaneFailure;
import io.mirrorkit.core.internal.lane.MirroredPartition;
import io.mirrorkit.core.internal.lane.MirroredPartition.Suspicion;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The copying of one partition on the client lane, from the records of a poll to their acknowledgements.
 *
 * <p>Invariants kept here: <b>B</b>, records are sent in order, and none is sent behind a failed one; <b>A</b>, no acknowledgement
 * behind a failed record reaches the flight; <b>F</b>, all fields are passed on as they came.
 *
 * <p>Threads: the worker, but for what {@link Run#onCompletion} touches, which the producer calls on its I/O thread (or, for a record
 * that it refuses at once, on the worker).
 */
final class PartitionCopy {

    /** A callback serves so many records of one run, so that credit comes back in small portions. */
    static final int RECORDS_PER_CALLBACK = 256;

    /** A record may be this much larger in a batch than its key and value. */
    private static final int RECORD_OVERHEAD = 128;

    private static final long NO_FAILURE = Long.MAX_VALUE;

    private final MirroredPartition partition;
    private final Flight flight;
    private final Producer<byte[], byte[]> producer;
    private final ByteBudget budget;
    private final int batchSize;
    private final int oversize;
    private final Suspicion suspicion;
    private final Thread worker;

    // The worker's.
    private List<ConsumerRecord<byte[], byte[]>> backlog = List.of();
    private int next;
    private long readUpTo;
    private boolean alone;
    private boolean refused;
    private long sentRecords;
    private long sentUpTo;
    private long sentBytes;
    private long budgeted;
    private boolean paused;

    /** The first source offset that failed. Both threads may lower it. */
    private final AtomicLong failedAt = new AtomicLong(NO_FAILURE);

    /** Volatile: written by the thread that sees the failure, read by the worker. */
    private volatile @Nullable Throwable failure;

    /** Records and bytes that were acknowledged or failed. Volatile: the I/O thread is the only writer, the worker reads. */
    private volatile long settledRecords;

    private volatile long settledBytes;

    PartitionCopy(
            MirroredPartition partition,
            Producer<byte[], byte[]> producer,
            ByteBudget budget,
            int batchSize,
            Thread worker) {
        this.partition = partition;
        this.flight = partition.flight();
        this.producer = producer;
        this.budget = budget;
        this.batchSize = batchSize;
        this.oversize = partition.limits().maxMessageBytes() - RECORD_OVERHEAD;
        this.worker = worker;
        this.suspicion = partition.suspicion();
        this.readUpTo = flight.position();
    }

    MirroredPartition partition() {
        return partition;
    }

    /**
     * Takes the records of a poll; they are sent as credit allows.
     *
     * @param position everything below it was in the polls so far
     * @return how many source offsets up to there hold no record
     */
    long offer(List<ConsumerRecord<byte[], byte[]>> records, OffsetAndMetadata position) {
        if (hasBacklog()) {
            throw new IllegalStateException(partition + " was polled with a backlog of records");
        }
        backlog = records;
        next = 0;
        long before = readUpTo;
        readUpTo = position.offset();
        flight.reading(position.leaderEpoch().orElse(-1));
        return Math.max(0, readUpTo - before - records.size());
    }

    boolean hasBacklog() {
        return next < backlog.size();
    }

    boolean failed() {
        return failedAt.get() != NO_FAILURE;
    }

    /** Whether nothing is in flight. */
    boolean settled() {
        return settledRecords == sentRecords;
    }

    /** What the target refused; the partition remembers it for the next attempt. */
    LaneFailure failureFound() {
        Throwable cause = failure;
        partition.suspects(new Suspicion(failedAt.get(), Math.max(sentUpTo, failedAt.get() + 1)));
        return new LaneFailure.OnTarget(
                failedAt.get(), cause == null ? new IllegalStateException("no cause was given") : cause);
    }

    boolean paused() {
        return paused;
    }

    void paused(boolean now) {
        paused = now;
    }

    /** Sends what the credit allows. */
    void send() {
        balance();
        while (hasBacklog() && !failed() && hasCredit()) {
            sendRun();
        }
        if (!hasBacklog() && !failed()) {
            backlog = List.of();
            next = 0;
            flight.positionAt(readUpTo);
        }
    }

    /** Gives back to the budget what was settled. A partition with anything in flight also holds one batch of the producer's pool. */
    void balance() {
        long holds = settled() ? 0 : sentBytes - settledBytes + batchSize;
        budget.take(holds - budgeted);
        budgeted = holds;
    }

    /** Sends no more; what is in flight may arrive. */
    void stop() {
        backlog = List.of();
        next = 0;
    }

    /** The partition has left the lane, whatever is in flight. */
    void release() {
        budget.give(budgeted);
        budgeted = 0;
        stop();
    }

    private boolean hasCredit() {
        if (alone
                || isOversize(backlog.get(next))
                || suspicion.covers(backlog.get(next).offset())) {
            return settled();
        }
        balance();
        return budget.allows(budgeted);
    }

    private boolean isOversize(ConsumerRecord<byte[], byte[]> record) {
        return bytes(record) > oversize;
    }

    /**
     * Sends consecutive records that share a callback. One that may be refused travels alone, so that its refusal leaves none behind it:
     * an oversize one, and those near a refusal before. The other records that had been sent by then travel one run at a time.
     */
    private void sendRun() {
        ConsumerRecord<byte[], byte[]> first = backlog.get(next);
        boolean suspect = suspicion.covers(first.offset());
        boolean single = isOversize(first) || (suspect && first.offset() - suspicion.from() < RECORDS_PER_CALLBACK);
        alone = single || suspect;
        int end = single ? next + 1 : endOfRun();
        Run run = new Run(first.offset(), end - next, bytes(next, end));
        sentBytes += run.bytes;
        flight.sending(run.count);
        refused = false;
        while (next < end) {
            producer.send(copyOf(backlog.get(next)), run);
            if (refused) {
                return;
            }
            sentRecords++;
            sentUpTo = backlog.get(next).offset() + 1;
            next++;
        }
    }

    private int endOfRun() {
        int end = next + 1;
        int limit = Math.min(backlog.size(), next + RECORDS_PER_CALLBACK);
        long offset = backlog.get(next).offset();
        while (end < limit && backlog.get(end).offset() == ++offset && !isOversize(backlog.get(end))) {
            end++;
        }
        return end;
    }

    private long bytes(int from, int to) {
        long bytes = 0;
        for (int i = from; i < to; i++) {
            bytes += bytes(backlog.get(i));
        }
        return bytes;
    }

    /** Sizes are -1 for null. Headers are not counted: walking them would cost more than the estimate is worth. */
    private static long bytes(ConsumerRecord<byte[], byte[]> record) {
        return (long) Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize()) + 32;
    }

    private ProducerRecord<byte[], byte[]> copyOf(ConsumerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(
                partition.remote().topic(),
                partition.remote().partition(),
                record.timestamp() < 0 ? null : (Long) record.timestamp(),
                record.key(),
                record.value(),
                record.headers());
    }

    private void fail(long sourceOffset, Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        failedAt.accumulateAndGet(sourceOffset, Math::min);
    }

    /** The callback of up to {@link #RECORDS_PER_CALLBACK} records with consecutive source offsets. */
    private final class Run implements Callback {
        private final long sourceBase;
        private final int count;
        private final long bytes;
        private int done;

        Run(long sourceBase, int count, long bytes) {
            this.sourceBase = sourceBase;
            this.count = count;
            this.bytes = bytes;
        }

        /** The producer calls back in the order of sending, so the n-th call speaks of the n-th record. */
        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
            if (exception != null && Thread.currentThread() == worker) {
                refused = true;
                fail(backlog.get(next).offset(), exception);
                return;
            }
            settle(sourceBase + done, metadata, exception);
            done++;
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // the I/O thread is the only writer
        private void settle(long sourceOffset, @Nullable RecordMetadata metadata, @Nullable Exception exception) {
            if (exception != null) {
                fail(sourceOffset, exception);
            } else if (sourceOffset < failedAt.get()) {
                acknowledge(sourceOffset, metadata);
            }
            if (done == count - 1) {
                settledBytes += bytes;
            }
            settledRecords++;
        }

        private void acknowledge(long sourceOffset, @Nullable RecordMetadata metadata) {
            if (metadata == null || !metadata.hasOffset()) {
                fail(sourceOffset, new IllegalStateException("the target acknowledged without an offset"));
            } else if (flight.fallsBack(metadata.offset())) {
                fail(
                        sourceOffset,
                        new IllegalStateException("the target acknowledged at offset " + metadata.offset()
                                + ", before records that it acknowledged earlier: it has lost records"));
            } else {
                flight.acknowledged(sourceOffset, metadata.offset());
            }
        }
    }
}
