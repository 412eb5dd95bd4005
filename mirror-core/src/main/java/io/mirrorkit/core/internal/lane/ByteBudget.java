package io.mirrorkit.core.internal.lane;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that may be in flight at once, shared by all lanes of an engine so that its memory is bounded, and so that no partition
 * can take what others need: a partition may hold no more than what is free. This is the dynamic threshold of Choudhury and Hahne
 * (IEEE/ACM Transactions on Networking 6(2), 1998) with factor 1: one busy partition gets half, and {@code n} stuck partitions
 * still leave {@code 1 / (n + 1)} for the others. Thread-safe.
 */
public final class ByteBudget {

    private final long capacity;
    private final AtomicLong used = new AtomicLong();

    /**
     * A budget of which nothing is used.
     *
     * @param capacity bytes
     */
    public ByteBudget(long capacity) {
        this.capacity = capacity;
    }

    /** Whether a holder of {@code held} bytes may take more. A holder of nothing always may, so that every record can travel. */
    public boolean allows(long held) {
        return held == 0 || held < capacity - used.get();
    }

    /** Takes bytes. */
    public void take(long bytes) {
        used.addAndGet(bytes);
    }

    /** Gives bytes back. */
    public void give(long bytes) {
        used.addAndGet(-bytes);
    }

    /** Bytes in use. */
    public long used() {
        return used.get();
    }

    /** The size of the budget. */
    public long capacity() {
        return capacity;
    }
}
