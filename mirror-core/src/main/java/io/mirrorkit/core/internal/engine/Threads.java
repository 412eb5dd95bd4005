package io.mirrorkit.core.internal.engine;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads of the engine: named, daemons, and ended within a deadline. */
final class Threads {

    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

    private Threads() {}

    static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((t, e) -> LOG.error("A thread died: thread={}", t.getName(), e));
            return thread;
        };
    }

    /** Lets what runs end by itself until the deadline, then interrupts it. */
    static void shutDown(ExecutorService executor, Duration deadline) {
        if (executor instanceof ScheduledExecutorService) {
            executor.shutdown();
        }
        try {
            if (!executor.awaitTermination(Math.max(0, deadline.toMillis()), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
                if (!executor.awaitTermination(2, TimeUnit.SECONDS)) {
                    LOG.warn("A thread does not end: {}", executor);
                }
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
