package io.mirrorkit.core.internal.lane.wire;

import io.mirrorkit.core.internal.lane.Flight;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One batch on its way to the target: as fetched, or built anew. Belongs to a lane's worker. */
final class OutBatch {

    private static final long UNKNOWN = -1;

    private ByteBuffer log;
    private int at;
    private final int records;
    private final SourceRuns runs;
    private final long endOffset;
    private final int leaderEpoch;
    private BufferPool.@Nullable Pooled memory;

    private long targetBase = UNKNOWN;
    private boolean counted;
    private boolean onItsWay;

    /**
     * A batch that was not sent yet. It takes over one hold on the memory.
     *
     * @param log where the batch lies
     * @param at its first byte
     * @param runs its records' source offsets
     * @param endOffset everything below this source offset is in this batch or before it, or held nothing to copy
     * @param leaderEpoch the source leader epoch of the last record
     * @param memory what to release when the batch is done with
     */
    OutBatch(
            ByteBuffer log,
            int at,
            SourceRuns runs,
            long endOffset,
            int leaderEpoch,
            BufferPool.@Nullable Pooled memory) {
        this.log = log;
        this.at = at;
        this.records = runs.records();
        this.runs = runs;
        this.endOffset = endOffset;
        this.leaderEpoch = leaderEpoch;
        this.memory = memory;
    }

    ByteBuffer log() {
        return log;
    }

    int at() {
        return at;
    }

    int sizeInBytes() {
        return BatchHeader.sizeInBytes(log, at);
    }

    /** The batch alone, for a request. */
    ByteBuffer slice() {
        return log.slice(at, sizeInBytes());
    }

    int records() {
        return records;
    }

    long firstOffset() {
        return runs.first();
    }

    /** The source offset of the n-th record. */
    long offsetOf(int record) {
        return runs.offsetOf(record);
    }

    long endOffset() {
        return endOffset;
    }

    int leaderEpoch() {
        return leaderEpoch;
    }

    boolean isAcknowledged() {
        return targetBase != UNKNOWN;
    }

    long targetBase() {
        return targetBase;
    }

    /** The target has the batch. */
    void acknowledged(long atTargetOffset) {
        targetBase = atTargetOffset;
    }

    /** Whether this is the first time that the batch is handed over; a batch that is sent again is not counted again. */
    boolean beginsToCount() {
        boolean first = !counted;
        counted = true;
        return first;
    }

    /** Its records were counted when they travelled in another batch. */
    OutBatch countedBefore() {
        counted = true;
        return this;
    }

    /** Tells a flight where the records lie. */
    void settleIn(Flight flight) {
        runs.settleIn(flight, targetBase);
    }

    /** A request is written from the batch's memory, and keeps it until {@link #answered}. */
    void sent() {
        onItsWay = true;
        if (memory != null) {
            memory.hold();
        }
    }

    void answered() {
        onItsWay = false;
        if (memory != null) {
            memory.release();
        }
    }

    /** Copies the batch out of the memory that it shares with others, unless it is being sent from there. */
    void detach() {
        if (memory != null && !onItsWay) {
            log = ByteBuffer.allocate(sizeInBytes()).put(0, log, at, sizeInBytes());
            at = 0;
            memory.release();
            memory = null;
        }
    }

    /** The batch is done with. */
    void release() {
        if (memory != null) {
            memory.release();
        }
    }
}
