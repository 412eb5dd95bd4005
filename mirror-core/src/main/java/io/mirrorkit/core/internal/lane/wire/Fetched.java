package io.mirrorkit.core.internal.lane.wire;

import java.nio.ByteBuffer;
import org.apache.kafka.common.record.internal.CompressionType;
import org.jspecify.annotations.Nullable;

/**
 * What one fetch brought of one partition: whole batches, one behind the other, read by a cursor. The bytes are the source's word and are
 * checked for their shape here; what they say is believed only as far as a checksum covers it.
 */
final class Fetched {

    private static final int NO_EPOCH = -1;
    private static final int LAST_CODEC = CompressionType.ZSTD.id;
    private static final int LAST_CODEC_OF_OLD_FORMATS = CompressionType.LZ4.id;

    private ByteBuffer log;
    private final AbortedTransactions aborted;
    private BufferPool.@Nullable Pooled memory;
    private int end;
    private final long nextOffset;
    private final int lastEpoch;
    private int at;

    private Fetched(
            ByteBuffer log,
            int end,
            long nextOffset,
            int lastEpoch,
            AbortedTransactions aborted,
            BufferPool.@Nullable Pooled memory) {
        this.log = log;
        this.end = end;
        this.nextOffset = nextOffset;
        this.lastEpoch = lastEpoch;
        this.aborted = aborted;
        this.memory = memory;
    }

    /**
     * What was asked for, and what the answer says beside the bytes. Offsets and epochs of batches are outside their checksums; they are
     * held against this.
     *
     * @param from the offset that was asked for
     * @param betweenBatches whether it is known that no batch begins before it and ends behind it
     * @param leaderEpoch the epoch of the leader, which no batch exceeds
     * @param highWatermark the end of what may be read; it may have grown while the answer was made
     */
    record Asked(long from, boolean betweenBatches, int leaderEpoch, long highWatermark) {

        /** For an offset alone. */
        static Asked at(long from) {
            return new Asked(from, false, Integer.MAX_VALUE, Long.MAX_VALUE);
        }
    }

    /**
     * Looks over what a response holds for a partition. It takes over one hold on the memory.
     *
     * <p>A batch behind a hole is believed if another follows it, or if it comes first when it is asked for again: a damaged offset would
     * otherwise pass for compaction's work, and the records before it for removed.
     *
     * @param log the bytes from 0 to the limit; they may end within a batch
     * @throws MalformedBatchException if they can't be what a broker keeps
     */
    static Fetched of(ByteBuffer log, Asked asked, AbortedTransactions aborted, BufferPool.@Nullable Pooled memory) {
        int end = 0;
        long next = asked.from;
        long before = -1;
        int epoch = NO_EPOCH;
        Fetched beforeHole = null;
        while (log.limit() - end >= BatchHeader.SMALLEST) {
            checkShape(log, end, next);
            int size = BatchHeader.sizeInBytes(log, end);
            if (size > log.limit() - end) {
                break;
            }
            beforeHole = null;
            if (BatchHeader.magic(log, end) == BatchHeader.FORMAT) {
                checkCounts(log, end, next);
                checkEpoch(log, end, asked);
                if (isBehindHole(log, end, next, asked) && end > 0) {
                    beforeHole = new Fetched(log, end, next, epoch, aborted, memory);
                }
                // Logs of old brokers may have epochs that go back; a position's epoch must not (KIP-320).
                epoch = Math.max(epoch, BatchHeader.leaderEpoch(log, end));
            }
            if (BatchHeader.baseOffset(log, end) <= before) {
                throw new MalformedBatchException(
                        "offset " + BatchHeader.baseOffset(log, end) + " comes behind offset " + before);
            }
            before = BatchHeader.lastOffset(log, end);
            next = Math.max(next, before + 1);
            end += size;
        }
        return beforeHole != null ? beforeHole : new Fetched(log, end, next, epoch, aborted, memory);
    }

    private static void checkShape(ByteBuffer log, int at, long next) {
        int size = BatchHeader.sizeInBytes(log, at);
        byte magic = BatchHeader.magic(log, at);
        if (magic < 0
                || magic > BatchHeader.FORMAT
                || size < (magic < BatchHeader.FORMAT ? BatchHeader.SMALLEST : BatchHeader.SIZE)) {
            throw new MalformedBatchException("the entry behind offset " + (next - 1) + " has format " + magic + " and "
                    + size + " bytes, which no broker writes");
        }
        if (BatchHeader.codec(log, at) > (magic < BatchHeader.FORMAT ? LAST_CODEC_OF_OLD_FORMATS : LAST_CODEC)) {
            throw new MalformedBatchException("the entry behind offset " + (next - 1) + " names codec "
                    + BatchHeader.codec(log, at) + ", which does not exist");
        }
    }

    private static void checkCounts(ByteBuffer log, int at, long next) {
        int lastDelta = BatchHeader.lastOffsetDelta(log, at);
        int count = BatchHeader.recordCount(log, at);
        if (lastDelta < 0 || count < 0 || count - 1 > lastDelta || BatchHeader.baseOffset(log, at) < 0) {
            throw new MalformedBatchException("the batch behind offset " + (next - 1) + " says that it holds " + count
                    + " records in " + (lastDelta + 1L) + " offsets");
        }
    }

    private static void checkEpoch(ByteBuffer log, int at, Asked asked) {
        int epoch = BatchHeader.leaderEpoch(log, at);
        if (epoch > asked.leaderEpoch) {
            throw new MalformedBatchException("the batch at offset " + BatchHeader.baseOffset(log, at)
                    + " says that it was written in epoch " + epoch + ", which can't be");
        }
    }

    /** Whether offsets are missing before a batch. */
    private static boolean isBehindHole(ByteBuffer log, int at, long next, Asked asked) {
        long base = BatchHeader.baseOffset(log, at);
        long last = BatchHeader.lastOffset(log, at);
        boolean overlaps = base < next && (at > 0 || asked.betweenBatches || last < next);
        boolean hole = base > next;
        if (overlaps || (hole && last >= asked.highWatermark)) {
            throw new MalformedBatchException(
                    "a batch says that it begins at offset " + base + ", and offset " + next + " is to come");
        }
        return hole;
    }

    ByteBuffer log() {
        return log;
    }

    /** Where the next batch begins, if {@link #hasNext()}. */
    int at() {
        return at;
    }

    boolean hasNext() {
        return at < end;
    }

    /** The next batch was taken. */
    void advance() {
        at += BatchHeader.sizeInBytes(log, at);
    }

    /** Bytes not taken yet. */
    int remaining() {
        return end - at;
    }

    /** The offset to fetch from next. */
    long nextOffset() {
        return nextOffset;
    }

    /** The source leader epoch of the last batch, or -1 if there is none. */
    int lastEpoch() {
        return lastEpoch;
    }

    AbortedTransactions aborted() {
        return aborted;
    }

    /** Another hold on the memory, for a batch that travels in it. */
    BufferPool.@Nullable Pooled hold() {
        if (memory != null) {
            memory.hold();
        }
        return memory;
    }

    /** Copies what was not taken out of the memory that it shares with other partitions. */
    void detach() {
        if (memory != null) {
            log = ByteBuffer.allocate(end - at).put(0, log, at, end - at);
            end -= at;
            at = 0;
            release();
        }
    }

    void release() {
        if (memory != null) {
            memory.release();
            memory = null;
        }
    }
}
