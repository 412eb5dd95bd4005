package io.mirrorkit.core.internal.lane.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one fetch brought of one partition: whole batches, one behind the other, read by a cursor. The bytes are the source's word and are
 * checked for their shape here; what they say is believed only as far as a checksum covers it.
 */
final class Fetched {

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
     * Looks over what a response holds for a partition. It takes over one hold on the memory.
     *
     * @param log the bytes from 0 to the limit; they may end within a batch
     * @param from the offset that was asked for
     * @throws MalformedBatchException if they can't be what a broker keeps
     */
    static Fetched of(ByteBuffer log, long from, AbortedTransactions aborted, BufferPool.@Nullable Pooled memory) {
        int end = 0;
        long next = from;
        long before = -1;
        int epoch = -1;
        while (log.limit() - end >= BatchHeader.SMALLEST) {
            int size = BatchHeader.sizeInBytes(log, end);
            byte magic = BatchHeader.magic(log, end);
            if (size < (magic < BatchHeader.FORMAT ? BatchHeader.SMALLEST : BatchHeader.SIZE)
                    || magic < 0
                    || magic > BatchHeader.FORMAT) {
                throw new MalformedBatchException("the entry behind offset " + (next - 1) + " has format " + magic
                        + " and " + size + " bytes, which no broker writes");
            }
            if (size > log.limit() - end) {
                break;
            }
            long last = BatchHeader.lastOffset(log, end);
            if (magic == BatchHeader.FORMAT) {
                checkCounts(log, end, next);
                epoch = BatchHeader.leaderEpoch(log, end);
            }
            if (BatchHeader.baseOffset(log, end) <= before) {
                throw new MalformedBatchException(
                        "offset " + BatchHeader.baseOffset(log, end) + " comes behind offset " + before);
            }
            before = last;
            next = Math.max(next, last + 1);
            end += size;
        }
        return new Fetched(log, end, next, epoch, aborted, memory);
    }

    private static void checkCounts(ByteBuffer log, int at, long next) {
        int lastDelta = BatchHeader.lastOffsetDelta(log, at);
        int count = BatchHeader.recordCount(log, at);
        if (lastDelta < 0 || count < 0 || count - 1 > lastDelta) {
            throw new MalformedBatchException("the batch behind offset " + (next - 1) + " says that it holds " + count
                    + " records in " + (lastDelta + 1L) + " offsets");
        }
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
