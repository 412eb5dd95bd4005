package io.mirrorkit.core.internal.lane;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What a lane has done with what it read: how much passed as it was, how much was opened and why, and which source offsets hold nothing on
 * the target and why (invariant A). Written by the lane's worker, read by anybody.
 */
public final class LaneCounters {

    /** Why a batch was opened and built anew. */
    public enum Opened {
        /** It begins before the position. */
        CROPPED,
        /** Compaction has removed some of its records. */
        COMPACTED,
        /** Its records carry the time at which the source's broker took them. */
        LOG_APPEND_TIME,
        /** It is in a format that brokers no longer take. */
        OLD_FORMAT,
        /** The remote topic's {@code compression.type} names another codec. */
        CODEC,
        /** It is larger than the remote topic allows. */
        TOO_LARGE,
        /** It is small, others wait behind it, and one large batch travels faster than many small ones. */
        REPACKED,
        /** The target refused it, and the record that it refused is looked for. */
        REFUSED
    }

    /** Why a source offset holds nothing on the target. */
    public enum Absent {
        /** A transaction's marker. */
        CONTROL,
        /** A record of an aborted transaction. */
        ABORTED,
        /** Removed by compaction on the source, before it was copied. */
        COMPACTED,
        /** One of these: the lane can't tell which. */
        UNKNOWN
    }

    private static final int BATCHES = 0;
    private static final int RECORDS = 1;
    private static final int BYTES = 2;

    private final AtomicLongArray passed = new AtomicLongArray(3);
    private final AtomicLongArray opened = new AtomicLongArray(Opened.values().length);
    private final AtomicLongArray absent = new AtomicLongArray(Absent.values().length);
    private final AtomicLongArray built = new AtomicLongArray(3);

    private static void add(AtomicLongArray counters, int which, long amount) {
        // The worker is the only writer, so no atomic addition is needed.
        counters.setRelease(which, counters.getPlain(which) + amount);
    }

    /** Worker: a batch was sent as it was read. */
    public void passed(int records, int bytes) {
        add(passed, BATCHES, 1);
        add(passed, RECORDS, records);
        add(passed, BYTES, bytes);
    }

    /** Worker: a batch was opened. */
    public void opened(Opened why) {
        add(opened, why.ordinal(), 1);
    }

    /** Worker: a batch was built from what was opened. */
    public void built(int records, int bytes) {
        add(built, BATCHES, 1);
        add(built, RECORDS, records);
        add(built, BYTES, bytes);
    }

    /** Worker: source offsets were passed over. */
    public void absent(Absent why, long offsets) {
        add(absent, why.ordinal(), offsets);
    }

    /** Batches that passed unopened. */
    public long passedBatches() {
        return passed.getAcquire(BATCHES);
    }

    /** Records in them. */
    public long passedRecords() {
        return passed.getAcquire(RECORDS);
    }

    /** Bytes of them, compressed as they were. */
    public long passedBytes() {
        return passed.getAcquire(BYTES);
    }

    /** Batches of the source that were opened for a reason. */
    public long openedBatches(Opened why) {
        return opened.getAcquire(why.ordinal());
    }

    /** Batches that were built anew. */
    public long builtBatches() {
        return built.getAcquire(BATCHES);
    }

    /** Records in them. */
    public long builtRecords() {
        return built.getAcquire(RECORDS);
    }

    /** Bytes of them, compressed. */
    public long builtBytes() {
        return built.getAcquire(BYTES);
    }

    /** Source offsets that hold nothing on the target for a reason. */
    public long absentOffsets(Absent why) {
        return absent.getAcquire(why.ordinal());
    }
}
