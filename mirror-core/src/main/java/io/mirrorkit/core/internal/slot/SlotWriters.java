package io.mirrorkit.core.internal.slot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntFunction;
import org.apache.kafka.common.errors.InterruptException;

/**
 * The writers of all slots that this instance has. What concerns several slots is done for all at once, since each step waits for round
 * trips to the target. Belongs to one thread at a time.
 */
public final class SlotWriters implements AutoCloseable {

    private final List<SlotWriter> writers;
    private final ExecutorService executor;

    /**
     * Writers that have not taken their slots yet.
     *
     * @param count how many slots
     * @param writer makes the writer of a slot
     * @param threads makes the threads that wait for round trips
     */
    public SlotWriters(int count, IntFunction<SlotWriter> writer, ThreadFactory threads) {
        List<SlotWriter> made = new ArrayList<>();
        for (int slot = 0; slot < count; slot++) {
            made.add(writer.apply(slot));
        }
        this.writers = List.copyOf(made);
        this.executor = Executors.newFixedThreadPool(Math.min(16, count), threads);
    }

    /** How many slots there are. */
    public int count() {
        return writers.size();
    }

    /** Takes all slots: whoever had them can't write any more. */
    public void fence() {
        List<Future<?>> steps = new ArrayList<>();
        writers.forEach(writer -> steps.add(executor.submit(writer::fence)));
        await(steps);
    }

    /**
     * Writes to slots, each in a transaction of its own, and waits for all.
     *
     * @throws org.apache.kafka.common.KafkaException if a slot was lost or records were refused; of other slots they may be written
     */
    public void write(Map<Integer, List<SlotWriter.Entry>> entries) {
        if (entries.size() == 1) {
            entries.forEach((slot, of) -> writers.get(slot).write(of));
            return;
        }
        List<Future<?>> steps = new ArrayList<>();
        entries.forEach(
                (slot, of) -> steps.add(executor.submit(() -> writers.get(slot).write(of))));
        await(steps);
    }

    private static void await(List<Future<?>> steps) {
        RuntimeException first = null;
        for (Future<?> step : steps) {
            try {
                step.get();
            } catch (ExecutionException e) {
                RuntimeException cause = e.getCause() instanceof RuntimeException failure
                        ? failure
                        : new IllegalStateException("a slot's thread failed", e.getCause());
                first = first == null ? cause : first;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptException(e);
            }
        }
        if (first != null) {
            throw first;
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        writers.forEach(SlotWriter::close);
    }
}
