package io.mirrorkit.core.internal.status;

import io.mirrorkit.api.ExistingTopics;
import io.mirrorkit.api.Flow;
import io.mirrorkit.api.FlowConfig;
import io.mirrorkit.api.ledger.PartitionState;
import io.mirrorkit.api.ledger.SlotStatus.PartitionStatus;
import io.mirrorkit.core.internal.cluster.Answers;
import io.mirrorkit.core.internal.cluster.Offsets;
import io.mirrorkit.core.internal.lane.MirroredPartition;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks at the source's ends, and tells partitions that move from those that are held: by an open transaction, by a source that does not
 * answer for them, or by a target that does not acknowledge. Belongs to the status thread.
 */
public final class SourceWatch {

    private static final Duration NO_ACKNOWLEDGEMENT = Duration.ofSeconds(5);
    private static final int LOOKS_PER_START = 10;
    private static final Set<PartitionState> JUDGED_HERE =
            Set.of(PartitionState.COPYING, PartitionState.HELD_BY_TRANSACTION, PartitionState.RETRYING);

    private final Flow flow;
    private final Admin source;
    private final Clock clock;
    private final Duration timeout;
    private final long holdAfterMs;
    private final TransactionFinder transactions;
    private final BiConsumer<MirroredPartition, MirroredPartition.Standing> onChange;
    private final Map<MirroredPartition, Seen> seen = new HashMap<>();
    private final Map<MirroredPartition, String> judged = new HashMap<>();
    private long looks;

    /** What was seen of a partition last, and since when two things have not changed. */
    private record Seen(
            long start, long stable, long end, long heldSinceMs, long acked, long ackedSinceMs, String problem) {}

    /**
     * A watch that has seen nothing.
     *
     * @param onChange told of a partition that stands otherwise
     */
    public SourceWatch(
            Flow flow, Admin source, Clock clock, BiConsumer<MirroredPartition, MirroredPartition.Standing> onChange) {
        this.flow = flow;
        this.source = source;
        this.clock = clock;
        this.onChange = onChange;
        this.timeout = Duration.ofMillis(Math.min(5_000, flow.config().number(FlowConfig.ADMIN_TIMEOUT)));
        this.holdAfterMs = flow.config().number(FlowConfig.OPEN_TRANSACTION_WARN);
        this.transactions = new TransactionFinder(source, timeout);
    }

    /** Looks once; answers how each partition stands. */
    public List<PartitionStatus> look(Collection<MirroredPartition> partitions) {
        List<TopicPartition> sources =
                partitions.stream().map(MirroredPartition::source).toList();
        Set<MirroredPartition> all = Set.copyOf(partitions);
        seen.keySet().retainAll(all);
        judged.keySet().retainAll(all);
        // Log starts move with retention, not with every record.
        boolean withStarts = looks++ % LOOKS_PER_START == 0 || seen.size() < partitions.size();
        Offsets.Look look = Offsets.look(source, sources, withStarts, timeout);
        List<PartitionStatus> statuses = new ArrayList<>();
        for (MirroredPartition partition : partitions) {
            Throwable problem = look.ends().errors().get(partition.source());
            see(partition, look, problem == null ? "" : Answers.describe(problem));
            judge(partition);
            statuses.add(status(partition));
        }
        return statuses;
    }

    private boolean readsCommitted() {
        return flow.config().text(FlowConfig.ISOLATION_LEVEL).equals("read_committed");
    }

    private void see(MirroredPartition partition, Offsets.Look look, String problem) {
        long now = clock.millis();
        long acked = partition.flight().acked();
        Seen before = seen.getOrDefault(partition, new Seen(-1, -1, -1, now, acked, now, ""));
        long end = look.ends().values().getOrDefault(partition.source(), before.end());
        long stable = readsCommitted() ? look.stableEnds().getOrDefault(partition.source(), before.stable()) : end;
        boolean held = stable >= 0 && stable < end && stable == before.stable();
        boolean waits = partition.flight().waitsForTarget() && acked == before.acked();
        seen.put(
                partition,
                new Seen(
                        look.starts().getOrDefault(partition.source(), before.start()),
                        stable,
                        end,
                        held ? before.heldSinceMs() : now,
                        acked,
                        waits ? before.ackedSinceMs() : now,
                        problem));
    }

    private void judge(MirroredPartition partition) {
        MirroredPartition.Standing standing = partition.standing();
        boolean ours =
                standing.state() == PartitionState.COPYING || standing.reason().equals(judged.get(partition));
        if (!ours || !JUDGED_HERE.contains(standing.state())) {
            return;
        }
        MirroredPartition.Standing now = verdict(partition, standing);
        judged.put(partition, now.reason());
        if (partition.standsNoLonger(standing, now)) {
            onChange.accept(partition, now);
        }
    }

    private MirroredPartition.Standing verdict(MirroredPartition partition, MirroredPartition.Standing before) {
        Seen last = seen.getOrDefault(partition, new Seen(-1, -1, -1, 0, 0, 0, ""));
        long now = clock.millis();
        if (now - last.ackedSinceMs() >= NO_ACKNOWLEDGEMENT.toMillis()) {
            return new MirroredPartition.Standing(
                    PartitionState.RETRYING,
                    "\"" + flow.target() + "\" does not acknowledge records of " + partition.remote()
                            + "; check that the partition has a leader, enough replicas in sync, and disk space");
        }
        if (!last.problem().isEmpty()) {
            return new MirroredPartition.Standing(
                    PartitionState.RETRYING,
                    "\"" + flow.source() + "\" does not answer for " + partition.source() + ": " + last.problem());
        }
        if (now - last.heldSinceMs() >= holdAfterMs) {
            return before.state() == PartitionState.HELD_BY_TRANSACTION
                    ? before
                    : new MirroredPartition.Standing(
                            PartitionState.HELD_BY_TRANSACTION,
                            transactions.describe(partition.source(), last.stable()));
        }
        return new MirroredPartition.Standing(PartitionState.COPYING, "");
    }

    private PartitionStatus status(MirroredPartition partition) {
        Seen last = seen.getOrDefault(partition, new Seen(-1, -1, -1, 0, 0, 0, ""));
        return new PartitionStatus(
                partition.source().topic(),
                partition.source().partition(),
                partition.remote().topic(),
                partition.generation().sourceTopicId(),
                partition.generation().targetTopicId(),
                last.start(),
                last.stable(),
                last.end(),
                partition.ledger().isEmpty() ? -1 : partition.ledger().sourceEnd(),
                partition.copied(),
                flow.existingTopics() == ExistingTopics.APPEND ? 0 : partition.doubled(),
                partition.standing().state(),
                partition.standing().reason());
    }
}
