package io.mirrorkit.examples.benchmark;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts what this JVM's threads allocate. Java 17 tells it for living threads only, so this looks often and remembers what threads had
 * allocated when they were seen last.
 */
final class Allocations {

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    // Guarded by this.
    private final Map<Long, Long> byThread = new HashMap<>();

    /** Looks, and returns the bytes since the start of the JVM. */
    synchronized long look() {
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        for (int i = 0; i < ids.length; i++) {
            byThread.merge(ids[i], bytes[i], Math::max);
        }
        return byThread.values().stream().mapToLong(Long::longValue).sum();
    }
}
