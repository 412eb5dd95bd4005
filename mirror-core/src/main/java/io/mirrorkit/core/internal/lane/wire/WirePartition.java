package io.mirrorkit.core.internal.lane.wire;

import io.mirrorkit.core.internal.lane.ByteBudget;
import io.mirrorkit.core.internal.lane.Flight;
import io.mirrorkit.core.internal.lane.LaneFailure;
import io.mirrorkit.core.internal.lane.MirroredPartition;
import io.mirrorkit.core.internal.lane.wire.ProducerIds.ProducerId;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.requests.FetchRequest;
import org.jspecify.annotations.Nullable;

/**
 * One partition on the wire lane: where it reads, what it was brought, what it has sent. Belongs to a lane's worker.
 *
 * <p>Memory: what lies in the inbox and the outbox is taken from the engine's budget.
 */
final class WirePartition {

    private final MirroredPartition partition;
    private final Flight flight;
    private final ByteBudget budget;
    private final Inbox inbox;
    private final Outbox outbox;

    private long fetchOffset;
    private boolean betweenBatches;

    /** The epoch of the record before it, by which a broker tells that its log was truncated; or -1. */
    private int fetchEpoch;

    private FetchRequest.@Nullable PartitionData asked;
    private int askedEpoch;
    private long fetchNotBefore;
    private int preferredReplica = -1;
    private long servedAt;
    private long broughtAt;
    private long preferredUntil;
    private long budgeted;
    private @Nullable LaneFailure failure;

    WirePartition(MirroredPartition partition, ByteBudget budget, BatchPicker picker, int firstSequence) {
        this.partition = partition;
        this.flight = partition.flight();
        this.budget = budget;
        this.fetchOffset = flight.position();
        this.fetchEpoch = flight.leaderEpoch();
        this.inbox = new Inbox(fetchOffset, fetchEpoch);
        this.outbox = new Outbox(partition.source(), flight, inbox, picker, partition::limits, firstSequence);
        this.fetchNotBefore = System.nanoTime();
    }

    MirroredPartition partition() {
        return partition;
    }

    TopicPartition source() {
        return partition.source();
    }

    TopicPartition remote() {
        return partition.remote();
    }

    Outbox outbox() {
        return outbox;
    }

    /** Whether a fetch asked for what this partition would ask for now. */
    boolean isAbout(FetchRequest.PartitionData question) {
        return question.fetchOffset == fetchOffset
                && question.topicId.equals(partition.generation().sourceTopicId());
    }

    /** The offset to fetch from. */
    long fetchOffset() {
        return fetchOffset;
    }

    /** Whether the source may be asked now, as far as it and this partition are concerned. */
    boolean mayFetch(long now) {
        return failure == null && now - fetchNotBefore >= 0;
    }

    /** Whether there is room: what was fetched before has almost gone, and the budget allows more. */
    boolean hasRoom(int partitionBytes) {
        return inbox.bytes() <= partitionBytes / 2 && budget.allows(budgeted);
    }

    /** What a fetch asks for; the same object as long as it is the same. */
    FetchRequest.PartitionData asks(int leaderEpoch, int maxBytes) {
        FetchRequest.PartitionData last = asked;
        if (last == null || last.fetchOffset != fetchOffset || askedEpoch != leaderEpoch || last.maxBytes != maxBytes) {
            last = new FetchRequest.PartitionData(
                    partition.generation().sourceTopicId(),
                    fetchOffset,
                    FetchRequest.INVALID_LOG_START_OFFSET,
                    maxBytes,
                    Optional.of(leaderEpoch),
                    fetchEpoch < 0 ? Optional.empty() : Optional.of(fetchEpoch));
            asked = last;
            askedEpoch = leaderEpoch;
        }
        return last;
    }

    /** What the answer to a fetch from there is held against. */
    Fetched.Asked asked(int leaderEpoch, long highWatermark) {
        return new Fetched.Asked(fetchOffset, betweenBatches, leaderEpoch, highWatermark);
    }

    /** Takes what a fetch brought. */
    void brought(Fetched fetched) {
        fetchOffset = fetched.nextOffset();
        broughtAt = System.nanoTime();
        if (fetched.hasNext()) {
            fetchEpoch = Math.max(fetchEpoch, fetched.lastEpoch());
            betweenBatches = true;
        }
        inbox.add(fetched);
        balance();
    }

    /** The source asks to be tried again in a moment. */
    void fetchLater(long now) {
        fetchNotBefore = now + Network.BACKOFF_NANOS;
    }

    /** Whether something is to be done later that no answer announces. */
    boolean waits(long now) {
        return now - fetchNotBefore < 0 || now - outbox.notBefore() < 0 || !budget.allows(budgeted);
    }

    /** The broker other than the leader to fetch from (KIP-392), or -1. */
    int preferredReplica(long now) {
        return now - preferredUntil < 0 ? preferredReplica : -1;
    }

    void prefers(int brokerId, long until) {
        preferredReplica = brokerId;
        preferredUntil = until;
    }

    /** What is sent next, with the id to send it under; null if there is nothing to send now. */
    @Nullable
    OutBatch next(ProducerIds ids) {
        if (failure != null || !outbox.hasNext()) {
            return null;
        }
        if (outbox.producer() == null) {
            ProducerId id = ids.take(remote());
            if (id == null) {
                return null;
            }
            outbox.writesUnder(id);
        }
        try {
            OutBatch next = outbox.next();
            balance();
            return next;
        } catch (MalformedBatchException e) {
            fails(new LaneFailure.OnSource(source(), e));
            return null;
        }
    }

    /**
     * Whether there may be something to send, now or after {@link Outbox#notBefore}.
     *
     * @param paused whether only what was sent before is sent, again
     */
    boolean hasSomething(boolean paused) {
        return failure == null && (paused ? outbox.hasUnsent() : outbox.hasNext());
    }

    /** A batch goes out; numbers grow with time. */
    void served(long turn) {
        servedAt = turn;
    }

    long servedAt() {
        return servedAt;
    }

    /** When a fetch brought something last. */
    long broughtAt() {
        return broughtAt;
    }

    /** Whether the target can't be reached with what there is to send. */
    void waitsForTarget(boolean now) {
        flight.waitsForTarget(now);
    }

    /** The partition can't go on; the first reason counts. */
    void fails(LaneFailure reason) {
        if (failure == null) {
            failure = reason;
            inbox.clear();
        }
    }

    @Nullable
    LaneFailure failure() {
        return failure;
    }

    /** Books what the partition holds. */
    void balance() {
        long holds = inbox.bytes() + outbox.bytes();
        budget.take(holds - budgeted);
        budgeted = holds;
    }

    /** Lets go of the memory that is shared with other partitions: a slow one must not keep what others have long sent. */
    void detach() {
        inbox.detach();
        outbox.detach();
    }

    /** The partition has left the lane. What is on its way keeps its memory until it is answered. */
    void release() {
        inbox.clear();
        outbox.release();
        budget.give(budgeted);
        budgeted = 0;
    }

    @Override
    public String toString() {
        return partition.toString();
    }
}
