package io.mirrorkit.core.internal.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Growing pauses between attempts, per key: each is twice the one before, up to a maximum. Not thread-safe. */
final class Pause<K> {

    private final long first;
    private final long longest;
    private final Map<K, Long> last = new HashMap<>();

    Pause(Duration first, Duration longest) {
        this.first = first.toMillis();
        this.longest = Math.max(first.toMillis(), longest.toMillis());
    }

    /** The pause before the next attempt. */
    Duration next(K key) {
        long next = last.containsKey(key) ? Math.min(longest, last.get(key) * 2) : first;
        last.put(key, next);
        return Duration.ofMillis(next);
    }

    /** An attempt succeeded. */
    void reset(K key) {
        last.remove(key);
    }
}
