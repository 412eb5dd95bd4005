package io.mirrorkit.core.internal.groups;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** How fast a group moves: offsets per second, smoothed over about ten looks. Not thread-safe. */
final class Rates {

    private static final double WEIGHT = 0.2;

    private record Seen(long offset, long atMs, double perSecond) {}

    private final Map<TopicPartition, Seen> seen = new HashMap<>();

    /** Takes a new look at a partition; 0 for the first look, and never negative. */
    long perSecond(TopicPartition partition, long offset, long nowMs) {
        Seen before = seen.get(partition);
        if (before == null) {
            seen.put(partition, new Seen(offset, nowMs, 0));
            return 0;
        }
        double elapsed = Math.max(1, nowMs - before.atMs()) / 1000.0;
        double latest = Math.max(0, offset - before.offset()) / elapsed;
        double smooth = before.perSecond() * (1 - WEIGHT) + latest * WEIGHT;
        double rate = smooth < 0.5 ? 0 : smooth;
        seen.put(partition, new Seen(offset, nowMs, rate));
        return Math.round(rate);
    }
}
