package io.mirrorkit.core.internal.engine;

import io.mirrorkit.api.errors.ClusterUnavailableException;
import io.mirrorkit.core.internal.ledger.LedgerKeeper;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.errors.InterruptException;

/** The thread that the ledger's keeper belongs to: flushes at an interval, and runs what others ask for in between. */
final class LedgerThread {

    private final LedgerKeeper keeper;
    private final ScheduledExecutorService executor;
    private final Consumer<Throwable> onFailure;

    LedgerThread(String name, LedgerKeeper keeper, Consumer<Throwable> onFailure) {
        this.keeper = keeper;
        this.onFailure = onFailure;
        this.executor = Executors.newSingleThreadScheduledExecutor(Threads.named(name));
    }

    void start(Duration interval) {
        long ms = interval.toMillis();
        executor.scheduleWithFixedDelay(this::flush, ms, ms, TimeUnit.MILLISECONDS);
    }

    private void flush() {
        try {
            keeper.flush();
        } catch (RuntimeException | Error e) {
            onFailure.accept(e);
            throw e;
        }
    }

    /**
     * Runs something on the ledger's thread and waits for it.
     *
     * @throws RuntimeException what it threw; the slot is then lost, and the session with it
     */
    <T> T ask(Function<LedgerKeeper, T> question) {
        try {
            return executor.submit(() -> question.apply(keeper)).get();
        } catch (ExecutionException e) {
            RuntimeException cause = e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException("the ledger's thread failed", e.getCause());
            onFailure.accept(cause);
            throw cause;
        } catch (RejectedExecutionException e) {
            throw new ClusterUnavailableException("The ledger is closed.", "start the engine again.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    /** Writes what was acknowledged, if the deadline allows, and ends the thread. */
    void close(Duration deadline) {
        if (!deadline.isZero()) {
            executor.execute(() -> {
                try {
                    keeper.flush();
                } catch (RuntimeException e) {
                    onFailure.accept(e);
                }
            });
        }
        Threads.shutDown(executor, deadline);
    }
}
