package io.mirrorkit.core.internal.lane;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Runs on their way from the thread that hears acknowledgements (the only writer) to the thread that keeps the ledger (the only
 * reader), without a lock. The newest run grows in place; the reader takes what has come since it looked last. Unbounded, but no
 * larger than what a partition has in flight plus what one ledger flush interval brings.
 */
public final class AckedRuns {

    /** Takes a run. */
    @FunctionalInterface
    public interface RunConsumer {
        /** Called with a run or a part of one. */
        void accept(long sourceBase, long targetBase, long count);
    }

    private static final int SLOTS = 128;
    private static final int SOURCE = 0;
    private static final int TARGET = 1;
    private static final int COUNT = 2;
    private static final int WIDTH = 3;

    /** A block of slots; a slot whose count is 0 was not written yet. {@code next} is volatile: it publishes the next block. */
    private static final class Segment {
        private final AtomicLongArray slots = new AtomicLongArray(SLOTS * WIDTH);
        private volatile @Nullable Segment next;
    }

    // The writer's side.
    private Segment writing;
    private int writeSlot = -1;
    private long lastSource = -1;
    private long lastTarget = -1;
    private long count;

    // The reader's side.
    private Segment reading;
    private int readSlot;
    private long taken;

    /** An empty queue. */
    public AckedRuns() {
        writing = new Segment();
        reading = writing;
    }

    /** Adds one record; the writer's thread only. */
    public void add(long source, long target) {
        add(source, target, 1);
    }

    /** Adds consecutive records, beginning with these offsets; the writer's thread only. */
    public void add(long source, long target, long records) {
        if (writeSlot >= 0 && source == lastSource + 1 && target == lastTarget + 1) {
            count += records;
            writing.slots.setRelease(writeSlot * WIDTH + COUNT, count);
        } else {
            begin(source, target, records);
        }
        lastSource = source + records - 1;
        lastTarget = target + records - 1;
    }

    private void begin(long source, long target, long records) {
        if (++writeSlot == SLOTS) {
            Segment next = new Segment();
            writing.next = next;
            writing = next;
            writeSlot = 0;
        }
        count = records;
        writing.slots.setPlain(writeSlot * WIDTH + SOURCE, source);
        writing.slots.setPlain(writeSlot * WIDTH + TARGET, target);
        writing.slots.setRelease(writeSlot * WIDTH + COUNT, records);
    }

    /** Hands over what came since the last call, in order; the reader's thread only. */
    public void drainTo(RunConsumer consumer) {
        while (true) {
            // The order matters: a slot is left only after the next one was seen, so its count is final by then.
            boolean nextBegan = nextBegan();
            takeFrom(reading.slots, readSlot * WIDTH, consumer);
            if (!nextBegan) {
                return;
            }
            advance();
        }
    }

    private boolean nextBegan() {
        if (readSlot + 1 < SLOTS) {
            return reading.slots.getAcquire((readSlot + 1) * WIDTH + COUNT) > 0;
        }
        return reading.next != null;
    }

    private void takeFrom(AtomicLongArray slots, int at, RunConsumer consumer) {
        long available = slots.getAcquire(at + COUNT);
        if (available > taken) {
            consumer.accept(
                    slots.getPlain(at + SOURCE) + taken, slots.getPlain(at + TARGET) + taken, available - taken);
            taken = available;
        }
    }

    private void advance() {
        taken = 0;
        if (++readSlot == SLOTS) {
            Segment next = reading.next;
            if (next == null) {
                throw new IllegalStateException("a segment was left before the next one was there");
            }
            reading = next;
            readSlot = 0;
        }
    }
}
