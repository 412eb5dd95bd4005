package io.mirrorkit.core.internal.lane.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Buffers outside the heap for what is fetched and sent on: the network layer reads into them and writes from them without a copy of its
 * own, and a batch costs the garbage collector nothing. Belongs to a lane's worker.
 */
final class BufferPool {

    /** What is smaller comes from the heap: it is copied faster than it is counted. */
    static final int SMALLEST = 64 << 10;

    private static final int GRAIN = 256 << 10;

    private final long idleLimit;
    private final List<Pooled> idle = new ArrayList<>();
    private long idleBytes;
    private long outstanding;

    /**
     * An empty pool.
     *
     * @param idleLimit bytes to keep for the next use
     */
    BufferPool(long idleLimit) {
        this.idleLimit = idleLimit;
    }

    /** A buffer with a count of its holders; it goes back to the pool with the last one. */
    static final class Pooled {
        private final BufferPool pool;
        private final ByteBuffer memory;
        private int holders;

        private Pooled(BufferPool pool, ByteBuffer memory) {
            this.pool = pool;
            this.memory = memory;
        }

        /** The bytes from 0 to the size asked for. */
        ByteBuffer bytes() {
            return memory;
        }

        void hold() {
            holders++;
        }

        void release() {
            if (--holders == 0) {
                pool.back(this);
            } else if (holders < 0) {
                throw new IllegalStateException("a buffer was released more often than it was held");
            }
        }
    }

    /** A buffer of a size, with one holder. */
    Pooled take(int size) {
        Pooled pooled = fitting(size);
        if (pooled == null) {
            pooled = new Pooled(this, allocate(size));
        }
        outstanding += pooled.memory.capacity();
        pooled.holders = 1;
        pooled.memory.clear().limit(size);
        return pooled;
    }

    /** Bytes that are held. */
    long outstanding() {
        return outstanding;
    }

    private static ByteBuffer allocate(int size) {
        int rounded = (int) Math.max(size, (size + GRAIN - 1L) / GRAIN * GRAIN);
        try {
            return ByteBuffer.allocateDirect(rounded);
        } catch (OutOfMemoryError limited) {
            // -XX:MaxDirectMemorySize is not ours to set; the heap may still have room.
            return ByteBuffer.allocate(rounded);
        }
    }

    /** The smallest idle buffer that is large enough, unless it is much too large. */
    private @Nullable Pooled fitting(int size) {
        Pooled best = null;
        for (Pooled candidate : idle) {
            int capacity = candidate.memory.capacity();
            if (capacity >= size
                    && capacity <= 4L * Math.max(size, GRAIN)
                    && (best == null || capacity < best.memory.capacity())) {
                best = candidate;
            }
        }
        if (best != null) {
            idle.remove(best);
            idleBytes -= best.memory.capacity();
        }
        return best;
    }

    private void back(Pooled pooled) {
        int capacity = pooled.memory.capacity();
        outstanding -= capacity;
        if (idleBytes + capacity <= idleLimit) {
            idle.add(pooled);
            idleBytes += capacity;
        }
    }
}
