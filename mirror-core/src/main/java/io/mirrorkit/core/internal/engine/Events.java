package io.mirrorkit.core.internal.engine;

import io.mirrorkit.api.MirrorEvent;
import io.mirrorkit.api.MirrorListener;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands events to the user's listener on one thread that does nothing else. Thread-safe; never blocks the one who has news. */
final class Events {

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final int BACKLOG = 10_000;

    private final MirrorListener listener;
    private final BlockingQueue<MirrorEvent> queue = new ArrayBlockingQueue<>(BACKLOG);
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final Thread thread;

    /** Volatile: set by whoever closes, read by the listener thread. */
    private volatile boolean closing;

    Events(MirrorListener listener, String threadName) {
        this.listener = listener;
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void tell(MirrorEvent event) {
        LOG.info("{}", event);
        if (!queue.offer(event)) {
            dropped.incrementAndGet();
        }
    }

    /** Events that the listener was too slow for. */
    long dropped() {
        return dropped.get();
    }

    /** Events for which the listener threw. */
    long failures() {
        return failures.get();
    }

    private void run() {
        try {
            while (!closing || !queue.isEmpty()) {
                MirrorEvent event = queue.poll(100, TimeUnit.MILLISECONDS);
                if (event != null) {
                    hand(event);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hand(MirrorEvent event) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException e) {
            if (failures.getAndIncrement() == 0) {
                LOG.warn("The listener threw; further exceptions of it are counted only: event={}", event, e);
            }
        }
    }

    void close(Duration deadline) {
        closing = true;
        try {
            thread.join(Math.max(1, deadline.toMillis()));
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
