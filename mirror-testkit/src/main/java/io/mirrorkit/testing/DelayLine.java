package io.mirrorkit.testing;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: chunks of bytes that may leave, in order, when their time has come. It adds latency without limiting
 * throughput, as long as what is under way fits its capacity.
 */
final class DelayLine {

    private static final int CAPACITY_BYTES = 64 << 20;

    private record Chunk(ByteBuffer bytes, long dueNanos) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private final Queue<Chunk> chunks = new ArrayDeque<>();
    private int storedBytes;
    private boolean held;
    private boolean ended;

    /** Adds a chunk that may leave after the delay; blocks while the line is full. */
    void put(ByteBuffer bytes, long delayNanos) throws InterruptedException {
        lock.lock();
        try {
            while (storedBytes >= CAPACITY_BYTES && !ended) {
                changed.await();
            }
            if (!ended) {
                chunks.add(new Chunk(bytes, System.nanoTime() + delayNanos));
                storedBytes += bytes.remaining();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next chunk, when it is due and the line isn't held; empty at the end. */
    Optional<ByteBuffer> take() throws InterruptedException {
        lock.lock();
        try {
            for (long wait = waitNanos(); wait > 0; wait = waitNanos()) {
                long unused = changed.awaitNanos(wait);
            }
            Chunk next = chunks.poll();
            if (next == null) {
                return Optional.empty();
            }
            storedBytes -= next.bytes.remaining();
            changed.signalAll();
            return Optional.of(next.bytes);
        } finally {
            lock.unlock();
        }
    }

    private long waitNanos() {
        @Nullable Chunk next = chunks.peek();
        if (held) {
            return Long.MAX_VALUE;
        }
        if (next == null) {
            return ended ? 0 : Long.MAX_VALUE;
        }
        return next.dueNanos - System.nanoTime();
    }

    /** Lets nothing leave, until {@link #release()}. */
    void hold() {
        change(() -> held = true);
    }

    void release() {
        change(() -> held = false);
    }

    /** No more chunks will come; those in the line still leave. */
    void end() {
        change(() -> ended = true);
    }

    /** Ends the line at once and drops what is in it. */
    void abandon() {
        change(() -> {
            ended = true;
            held = false;
            chunks.clear();
            storedBytes = 0;
        });
    }

    private void change(Runnable step) {
        lock.lock();
        try {
            step.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
