package io.mirrorkit.failover.internal;

import java.time.Duration;

/** Until when an answer has to be there, by the monotonic clock. Immutable. */
public final class Deadline {

    private final Duration total;
    private final long atNanos;

    private Deadline(Duration total, long atNanos) {
        this.total = total;
        this.atNanos = atNanos;
    }

    /** The deadline that lies this far ahead of now. */
    public static Deadline in(Duration total) {
        return new Deadline(total, System.nanoTime() + total.toNanos());
    }

    /** How long there was in all. */
    public Duration total() {
        return total;
    }

    /** How long there is left; zero when it has passed. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, atNanos - System.nanoTime()));
    }

    /** What is left as a timeout for a request: 1 or more, since Kafka takes 0 for "at once" and negative numbers not at all. */
    public int requestTimeoutMs() {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, remaining().toMillis()));
    }

    /** Whether it has passed. */
    public boolean passed() {
        return atNanos - System.nanoTime() <= 0;
    }

    @Override
    public String toString() {
        return total.toMillis() + " ms";
    }
}
