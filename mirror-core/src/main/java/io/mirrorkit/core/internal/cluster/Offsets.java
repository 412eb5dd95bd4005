package io.mirrorkit.core.internal.cluster;

import io.mirrorkit.api.ledger.LogBounds;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Offsets of many partitions in one request per broker; a partition without an answer never holds up the others. */
public final class Offsets {

    private Offsets() {}

    /**
     * What a look at partitions found.
     *
     * @param starts log starts; empty if they were not asked for
     * @param ends high watermarks; the errors name what did not come
     * @param stableEnds last stable offsets
     */
    public record Look(
            Map<TopicPartition, Long> starts,
            Answers.Partial<TopicPartition, Long> ends,
            Map<TopicPartition, Long> stableEnds) {}

    /**
     * High watermarks and last stable offsets, all asked for at once.
     *
     * @param withStarts whether log starts, too
     */
    public static Look look(Admin admin, Collection<TopicPartition> partitions, boolean withStarts, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        // The starts are asked for first: a start that moves in between must not lie behind its end.
        Map<TopicPartition, KafkaFuture<Long>> starts = withStarts
                ? ask(admin, partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED, atMost)
                : Map.of();
        Map<TopicPartition, KafkaFuture<Long>> stable =
                ask(admin, partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED, atMost);
        Map<TopicPartition, KafkaFuture<Long>> ends =
                ask(admin, partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED, atMost);
        return new Look(
                Answers.each(starts, until(deadline)).values(),
                Answers.each(ends, until(deadline)),
                Answers.each(stable, until(deadline)).values());
    }

    /** High watermarks. */
    public static Answers.Partial<TopicPartition, Long> ends(
            Admin admin, Collection<TopicPartition> partitions, Duration atMost) {
        return Answers.each(
                ask(admin, partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED, atMost), atMost);
    }

    /** Log start offsets. */
    public static Answers.Partial<TopicPartition, Long> starts(
            Admin admin, Collection<TopicPartition> partitions, Duration atMost) {
        return Answers.each(
                ask(admin, partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED, atMost), atMost);
    }

    /** The first offset whose timestamp is at or after an instant; -1 where there is none. */
    public static Answers.Partial<TopicPartition, Long> atTimestamp(
            Admin admin, Collection<TopicPartition> partitions, long timestampMs, Duration atMost) {
        return Answers.each(
                ask(admin, partitions, OffsetSpec.forTimestamp(timestampMs), IsolationLevel.READ_UNCOMMITTED, atMost),
                atMost);
    }

    /** Log starts and high watermarks; the errors name what is missing. */
    public static Answers.Partial<TopicPartition, LogBounds> bounds(
            Admin admin, Collection<TopicPartition> partitions, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        // The starts are asked for first: a start that moves in between must not lie behind its end.
        Map<TopicPartition, KafkaFuture<Long>> startsAsked =
                ask(admin, partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED, atMost);
        Map<TopicPartition, KafkaFuture<Long>> endsAsked =
                ask(admin, partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED, atMost);
        Answers.Partial<TopicPartition, Long> starts = Answers.each(startsAsked, until(deadline));
        Answers.Partial<TopicPartition, Long> ends = Answers.each(endsAsked, until(deadline));
        Map<TopicPartition, LogBounds> bounds = new HashMap<>();
        ends.values().forEach((partition, end) -> {
            Long start = starts.values().get(partition);
            if (start != null) {
                bounds.put(partition, new LogBounds(Math.min(start, end), end));
            }
        });
        Map<TopicPartition, Throwable> errors = new HashMap<>(starts.errors());
        errors.putAll(ends.errors());
        return new Answers.Partial<>(bounds, errors);
    }

    private static Duration until(long deadlineNanos) {
        return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
    }

    private static Map<TopicPartition, KafkaFuture<Long>> ask(
            Admin admin,
            Collection<TopicPartition> partitions,
            OffsetSpec spec,
            IsolationLevel isolation,
            Duration atMost) {
        Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
        partitions.forEach(partition -> specs.put(partition, spec));
        Map<TopicPartition, KafkaFuture<Long>> futures = new HashMap<>();
        if (!specs.isEmpty()) {
            ListOffsetsResult result =
                    admin.listOffsets(specs, new ListOffsetsOptions(isolation).timeoutMs((int) atMost.toMillis()));
            specs.keySet()
                    .forEach(partition -> futures.put(
                            partition,
                            result.partitionResult(partition)
                                    .thenApply(ListOffsetsResult.ListOffsetsResultInfo::offset)));
        }
        return futures;
    }
}
