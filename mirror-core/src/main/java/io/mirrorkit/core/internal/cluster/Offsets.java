package io.mirrorkit.core.internal.cluster;

import io.mirrorkit.api.ledger.LogBounds;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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

    /** High watermarks. */
    public static Answers.Partial<TopicPartition, Long> ends(
            Admin admin, Collection<TopicPartition> partitions, Duration atMost) {
        return list(admin, partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED, atMost);
    }

    /** Last stable offsets. */
    public static Answers.Partial<TopicPartition, Long> stableEnds(
            Admin admin, Collection<TopicPartition> partitions, Duration atMost) {
        return list(admin, partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED, atMost);
    }

    /** Log start offsets. */
    public static Answers.Partial<TopicPartition, Long> starts(
            Admin admin, Collection<TopicPartition> partitions, Duration atMost) {
        return list(admin, partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED, atMost);
    }

    /** The first offset whose timestamp is at or after an instant; -1 where there is none. */
    public static Answers.Partial<TopicPartition, Long> atTimestamp(
            Admin admin, Collection<TopicPartition> partitions, long timestampMs, Duration atMost) {
        return list(admin, partitions, OffsetSpec.forTimestamp(timestampMs), IsolationLevel.READ_UNCOMMITTED, atMost);
    }

    /** Log starts and high watermarks; the errors name what is missing. */
    public static Answers.Partial<TopicPartition, LogBounds> bounds(
            Admin admin, Collection<TopicPartition> partitions, Duration atMost) {
        Answers.Partial<TopicPartition, Long> starts = starts(admin, partitions, atMost);
        Answers.Partial<TopicPartition, Long> ends = ends(admin, partitions, atMost);
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

    private static Answers.Partial<TopicPartition, Long> list(
            Admin admin,
            Collection<TopicPartition> partitions,
            OffsetSpec spec,
            IsolationLevel isolation,
            Duration atMost) {
        if (partitions.isEmpty()) {
            return new Answers.Partial<>(Map.of(), Map.of());
        }
        Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
        partitions.forEach(partition -> specs.put(partition, spec));
        ListOffsetsOptions options = new ListOffsetsOptions(isolation).timeoutMs((int) atMost.toMillis());
        ListOffsetsResult result = admin.listOffsets(specs, options);
        Map<TopicPartition, KafkaFuture<Long>> futures = new HashMap<>();
        Set.copyOf(partitions)
                .forEach(partition -> futures.put(
                        partition,
                        result.partitionResult(partition).thenApply(ListOffsetsResult.ListOffsetsResultInfo::offset)));
        return Answers.each(futures, atMost);
    }
}
