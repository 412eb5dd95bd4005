package io.mirrorkit.core.internal.lane;

import io.mirrorkit.api.ledger.Generation;
import io.mirrorkit.api.ledger.Ledger;
import io.mirrorkit.api.ledger.PartitionState;
import io.mirrorkit.api.ledger.Slots;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;

/**
 * One source partition that a flow copies: what it is, how it stands, and its ledger as the target holds it. Thread-safe: what
 * changes is volatile and written by the thread that its setter names.
 */
public final class MirroredPartition {

    /** How the partition stands, and why. One value, so that the two are read together. */
    public record Standing(PartitionState state, String reason) {}

    private final TopicPartition source;
    private final TopicPartition remote;
    private final Generation generation;
    private final int slot;
    private final AtomicLong copiedBefore = new AtomicLong();
    private final AtomicLong foreign = new AtomicLong();

    private final AtomicReference<Standing> standing = new AtomicReference<>(new Standing(PartitionState.STARTING, ""));
    private volatile Ledger ledger = Ledger.empty();
    private volatile Flight flight = new Flight(0, -1, 0);
    private volatile TopicLimits limits = TopicLimits.DEFAULT;
    private volatile Suspicion suspicion = Suspicion.NONE;

    /**
     * Source offsets among which a record is that the target refused. They are sent with care, so that a refusal leaves nothing behind it
     * on the target (invariant B), however often it is tried.
     *
     * @param from the first offset of what was refused
     * @param to the first offset behind what had been sent then
     */
    public record Suspicion(long from, long to) {
        /** Nothing was refused. */
        public static final Suspicion NONE = new Suspicion(-1, -1);

        /** Whether an offset is one of them. */
        public boolean covers(long offset) {
            return offset >= from && offset < to;
        }
    }

    /**
     * What the remote topic's configs say of how records travel.
     *
     * @param compression the codec of the topic, or empty for the flow's
     * @param maxMessageBytes the largest batch that the topic takes
     */
    public record TopicLimits(String compression, int maxMessageBytes) {
        static final TopicLimits DEFAULT = new TopicLimits("", 1_048_588);
    }

    /** A partition that is not being copied yet. */
    public MirroredPartition(TopicPartition source, TopicPartition remote, Generation generation, int slots) {
        this.source = source;
        this.remote = remote;
        this.generation = generation;
        this.slot = Slots.of(source.topic(), source.partition(), slots);
    }

    /** The partition on the source. */
    public TopicPartition source() {
        return source;
    }

    /** The partition on the target. */
    public TopicPartition remote() {
        return remote;
    }

    /** Which incarnation of both topics this is. */
    public Generation generation() {
        return generation;
    }

    /** The slot that the partition belongs to. */
    public int slot() {
        return slot;
    }

    /** How the partition stands. */
    public Standing standing() {
        return Objects.requireNonNull(standing.get());
    }

    /** Control thread: the partition stands otherwise. Answers whether that is news. */
    public boolean stands(PartitionState state, String reason) {
        Standing now = new Standing(state, reason);
        return !now.equals(standing.getAndSet(now));
    }

    /** Status thread: the partition stands otherwise, unless the control thread has said so in between. Answers whether that is news. */
    public boolean standsNoLonger(Standing before, Standing now) {
        return !now.equals(before) && standing.compareAndSet(before, now);
    }

    /** The ledger as the target holds it: committed, and so what translations are made from. */
    public Ledger ledger() {
        return ledger;
    }

    /** Ledger's thread: a newer ledger was committed. */
    public void committed(Ledger newLedger) {
        ledger = newLedger;
    }

    /** The records under way. */
    public Flight flight() {
        return flight;
    }

    /** Control thread: copying begins, or begins again, with another flight. */
    public void begins(Flight newFlight) {
        copiedBefore.addAndGet(flight.acked());
        flight = newFlight;
    }

    /** Which records are sent with care. */
    public Suspicion suspicion() {
        return suspicion;
    }

    /** Lane's worker: the target refused a record. */
    public void suspects(Suspicion newSuspicion) {
        suspicion = newSuspicion;
    }

    /** What the remote topic's configs say. */
    public TopicLimits limits() {
        return limits;
    }

    /** Control thread: the remote topic's configs were read. */
    public void limitedBy(TopicLimits newLimits) {
        limits = newLimits;
    }

    /** Records acknowledged since the engine started. */
    public long copied() {
        return copiedBefore.get() + flight.acked();
    }

    /** Records that the target holds twice: what lies between the ledger's records, and was not found to be somebody else's. */
    public long doubled() {
        return Math.max(0, ledger.targetHoles() - foreign.get());
    }

    /** Control thread: records that somebody else wrote were found between the ledger's. */
    public void foundForeign(long records) {
        foreign.addAndGet(records);
    }

    @Override
    public String toString() {
        return source + " -> " + remote;
    }
}
