package io.mirrorkit.core.internal.lane.wire;

/** The shortest round trip to a cluster of late: what the link takes when nothing waits. */
final class RoundTrips {

    /** From this round trip on, the link is what limits. */
    private static final long FAR = 10_000_000L;

    private static final long WINDOW = 10_000_000_000L;

    private long windowBegan;
    private long shortestBefore = Long.MAX_VALUE;
    private long shortestNow = Long.MAX_VALUE;

    /**
     * A request was answered.
     *
     * @param nanos how long it took
     * @param now {@link System#nanoTime()}
     */
    void took(long nanos, long now) {
        if (now - windowBegan > WINDOW) {
            windowBegan = now;
            shortestBefore = shortestNow;
            shortestNow = Long.MAX_VALUE;
        }
        shortestNow = Math.min(shortestNow, nanos);
    }

    /** Whether the link is what limits. */
    boolean isFar() {
        return shortest() >= FAR;
    }

    /** Nanoseconds; 0 as long as nothing is known. */
    long shortest() {
        long shortest = Math.min(shortestBefore, shortestNow);
        return shortest == Long.MAX_VALUE ? 0 : shortest;
    }
}
