package io.mirrorkit.core.internal.lane;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.EnumSet;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a lane has done with what it read: how much passed as it was, how much was opened and why, and which source offsets hold nothing on
 * the target and why (invariant A), as it is taken in hand: what is read again after a failure counts again. Written by the lane's workers once a batch, read by anybody.
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

    /** Batches with what is in them. */
    private static final class Volume {
        private final AtomicLong batches = new AtomicLong();
        private final AtomicLong records = new AtomicLong();
        private final AtomicLong bytes = new AtomicLong();

        void add(int moreRecords, int moreBytes) {
            LaneCounters.add(batches, 1);
            LaneCounters.add(records, moreRecords);
            LaneCounters.add(bytes, moreBytes);
        }
    }

    private final Volume passed = new Volume();
    private final Volume built = new Volume();
    private final ImmutableMap<Opened, AtomicLong> opened =
            Maps.toMap(EnumSet.allOf(Opened.class), why -> new AtomicLong());
    private final ImmutableMap<Absent, AtomicLong> absent =
            Maps.toMap(EnumSet.allOf(Absent.class), why -> new AtomicLong());

    private static void add(AtomicLong counter, long amount) {
        if (amount != 0) {
            counter.addAndGet(amount);
        }
    }

    private static <E> AtomicLong counter(ImmutableMap<E, AtomicLong> counters, E why) {
        return Objects.requireNonNull(counters.get(why));
    }

    /** Worker: a batch was sent as it was read. */
    public void passed(int records, int bytes) {
        passed.add(records, bytes);
    }

    /** Worker: a batch was opened. */
    public void opened(Opened why) {
        add(counter(opened, why), 1);
    }

    /** Worker: a batch was built from what was opened. */
    public void built(int records, int bytes) {
        built.add(records, bytes);
    }

    /** Worker: source offsets were passed over. */
    public void absent(Absent why, long offsets) {
        add(counter(absent, why), offsets);
    }

    /** Batches that passed unopened. */
    public long passedBatches() {
        return passed.batches.get();
    }

    /** Records in them. */
    public long passedRecords() {
        return passed.records.get();
    }

    /** Bytes of them, compressed as they were. */
    public long passedBytes() {
        return passed.bytes.get();
    }

    /** Batches of the source that were opened for a reason. */
    public long openedBatches(Opened why) {
        return counter(opened, why).get();
    }

    /** Batches that were built anew. */
    public long builtBatches() {
        return built.batches.get();
    }

    /** Records in them. */
    public long builtRecords() {
        return built.records.get();
    }

    /** Bytes of them, compressed. */
    public long builtBytes() {
        return built.bytes.get();
    }

    /** Source offsets that hold nothing on the target for a reason. */
    public long absentOffsets(Absent why) {
        return counter(absent, why).get();
    }
}
