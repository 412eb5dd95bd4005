package io.mirrorkit.core.internal.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The records of one partition between being read and being in the ledger, for one uninterrupted stretch of copying. A partition
 * that failed and goes on gets another flight.
 *
 * <p>Threads: the lane's worker writes {@code sent} and {@code position}; the thread that hears acknowledgements writes {@code acked}
 * and the runs; the ledger's thread drains. Each volatile has a single writer, and is read to show progress or, in
 * {@link #drainTo}, in the order that makes the position safe.
 */
public final class Flight {

    /**
     * Target offsets that lie between two acknowledged records, and that this flight did not write.
     *
     * @param from the first such offset
     * @param to the first offset behind them
     */
    public record TargetGap(long from, long to) {}

    private final AckedRuns runs = new AckedRuns();
    private final Queue<TargetGap> gaps = new ConcurrentLinkedQueue<>();

    private volatile long position;
    private volatile int leaderEpoch;
    private volatile long sent;
    private volatile long acked;

    private volatile boolean waiting;

    /** Set after anything that {@link #drainTo} tells has changed; both threads that change it write the same value. */
    private volatile boolean news = true;

    private final long began;
    private long expectedTarget;

    /**
     * A flight that begins.
     *
     * @param position the source offset at which reading begins
     * @param leaderEpoch the source leader epoch there, or -1
     * @param expectedTarget the target offset that the first record is expected at
     */
    public Flight(long position, int leaderEpoch, long expectedTarget) {
        this.began = position;
        this.position = position;
        this.leaderEpoch = leaderEpoch;
        this.expectedTarget = expectedTarget;
    }

    /** Worker: records were handed to the target's client. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // the worker is the only writer
    public void sending(int records) {
        sent += records;
    }

    /**
     * Worker: records up to this source leader epoch are about to be handed over. The epoch runs ahead of the position, never behind
     * it: brokers answer where an epoch ends, so a position that lies behind the end of its own epoch looks like a truncated log.
     */
    public void reading(int epoch) {
        leaderEpoch = epoch;
    }

    /** Worker: whether records are there that can't be handed over, since nobody on the target takes them. */
    public void waitsForTarget(boolean now) {
        if (waiting != now) {
            waiting = now;
        }
    }

    /** Whether the target owes an acknowledgement, or does not even take what it should acknowledge. */
    public boolean waitsForTarget() {
        return waiting || inFlight() > 0;
    }

    /** Worker: everything below this source offset was handed over, or held nothing to copy. */
    public void positionAt(long offset) {
        position = offset;
        tell();
    }

    private void tell() {
        if (!news) {
            news = true;
        }
    }

    /** Acknowledging thread: a record lies on the target. */
    public void acknowledged(long sourceOffset, long targetOffset) {
        acknowledged(sourceOffset, targetOffset, 1);
    }

    /** Acknowledging thread: consecutive records, beginning with these offsets, lie on the target. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // the acknowledging thread is the only writer
    public void acknowledged(long sourceOffset, long targetOffset, long records) {
        if (targetOffset != expectedTarget) {
            gaps.add(new TargetGap(expectedTarget, targetOffset));
        }
        expectedTarget = targetOffset + records;
        runs.add(sourceOffset, targetOffset, records);
        acked += records;
        tell();
    }

    /** Acknowledging thread: whether an offset lies before what was acknowledged, which is data loss on the target. */
    public boolean fallsBack(long targetOffset) {
        return targetOffset < expectedTarget;
    }

    /** Ledger's thread: whether {@link #drainTo} may have more to tell than at the last call. */
    public boolean hasNews() {
        boolean some = news;
        if (some) {
            news = false;
        }
        return some;
    }

    /**
     * Ledger's thread: takes what was acknowledged.
     *
     * @return the source offset up to which everything is on the target or held nothing to copy, or -1 if the runs taken already
     *     say all
     */
    public long drainTo(AckedRuns.RunConsumer consumer) {
        // Read in this order: what was sent before the position was published is in `sent`; if as many are
        // acknowledged, then
        // the runs drained below hold all of it.
        long safePosition = position;
        long sentBefore = sent;
        boolean allAcked = acked == sentBefore;
        runs.drainTo(consumer);
        return allAcked ? safePosition : -1;
    }

    /** Records handed over and not yet acknowledged. */
    public long inFlight() {
        long done = acked;
        return Math.max(0, sent - done);
    }

    /** Records acknowledged. */
    public long acked() {
        return acked;
    }

    /** The source offset at which the flight began. */
    public long began() {
        return began;
    }

    /** The next source offset to read. */
    public long position() {
        return position;
    }

    /** The source leader epoch of what was read last, or -1; of no record that was acknowledged before this call it is older. */
    public int leaderEpoch() {
        return leaderEpoch;
    }

    /** Takes the gaps found since the last call. */
    public List<TargetGap> takeGaps() {
        List<TargetGap> taken = new ArrayList<>();
        for (TargetGap gap = gaps.poll(); gap != null; gap = gaps.poll()) {
            taken.add(gap);
        }
        return taken;
    }
}
