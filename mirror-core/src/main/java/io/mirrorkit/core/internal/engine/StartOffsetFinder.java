package io.mirrorkit.core.internal.engine;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.errors.ClusterUnavailableException;
import io.mirrorkit.api.ledger.LogBounds;
import io.mirrorkit.api.ledger.StartOffsets;
import io.mirrorkit.core.internal.cluster.Answers;
import io.mirrorkit.core.internal.cluster.Offsets;
import io.mirrorkit.core.internal.lane.MirroredPartition;
import io.mirrorkit.core.internal.topics.TopicShape;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** Where copying begins in partitions that the ledger does not know. */
final class StartOffsetFinder {

    private final Flow flow;
    private final Admin source;
    private final Duration timeout;
    private final Function<String, Optional<StartOffsets>> atCreation;

    StartOffsetFinder(Flow flow, Admin source, Duration timeout, Function<String, Optional<StartOffsets>> atCreation) {
        this.flow = flow;
        this.source = source;
        this.timeout = timeout;
        this.atCreation = atCreation;
    }

    /**
     * Finds the offsets.
     *
     * @param bounds what the source partitions hold, read before this call: a record that comes later must not be passed over
     * @return the offsets of those partitions that the source answered for
     */
    Map<MirroredPartition, Long> find(Collection<MirroredPartition> partitions, Map<TopicPartition, LogBounds> bounds) {
        List<MirroredPartition> bounded = partitions.stream()
                .filter(partition -> bounds.containsKey(partition.source()))
                .toList();
        return flow.startPosition()
                .fold(
                        () -> each(bounded, bounds, (partition, log) -> log.start()),
                        () -> each(bounded, bounds, this::endAtCreation),
                        instant -> atTimestamp(bounded, bounds, instant.toEpochMilli()));
    }

    private interface Choice {
        long of(MirroredPartition partition, LogBounds log);
    }

    private static Map<MirroredPartition, Long> each(
            Collection<MirroredPartition> partitions, Map<TopicPartition, LogBounds> bounds, Choice choice) {
        Map<MirroredPartition, Long> offsets = new HashMap<>();
        for (MirroredPartition partition : partitions) {
            LogBounds log = bounds.get(partition.source());
            if (log != null) {
                offsets.put(partition, choice.of(partition, log));
            }
        }
        return offsets;
    }

    /** A topic or partition that came after the flow is copied from its first record. */
    private long endAtCreation(MirroredPartition partition, LogBounds log) {
        int number = partition.source().partition();
        return atCreation
                .apply(partition.source().topic())
                .filter(start -> start.topicId().equals(partition.generation().sourceTopicId()))
                .filter(start -> number < start.offsets().size())
                .map(start -> Math.max(log.start(), start.offsets().get(number)))
                .orElse(log.start());
    }

    private Map<MirroredPartition, Long> atTimestamp(
            Collection<MirroredPartition> partitions, Map<TopicPartition, LogBounds> bounds, long timestampMs) {
        Map<TopicPartition, Long> found = Offsets.atTimestamp(
                        source,
                        partitions.stream().map(MirroredPartition::source).toList(),
                        timestampMs,
                        timeout)
                .values();
        Map<MirroredPartition, Long> offsets = new HashMap<>();
        for (MirroredPartition partition : partitions) {
            Long offset = found.get(partition.source());
            LogBounds log = bounds.get(partition.source());
            if (offset != null && log != null) {
                offsets.put(partition, offset < 0 ? log.end() : offset);
            }
        }
        return offsets;
    }

    /** The ends of all topics that a flow takes when it is created, for its ledger to remember. */
    Map<String, StartOffsets> endsNow(Map<String, TopicShape> topics) {
        List<TopicPartition> partitions = topics.values().stream()
                .flatMap(topic -> IntStream.range(0, topic.partitions())
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                .toList();
        Answers.Partial<TopicPartition, Long> ends = Offsets.ends(source, partitions, timeout);
        ends.errors().forEach((partition, cause) -> {
            throw new ClusterUnavailableException(
                    "The end of " + partition + " is not known: " + Answers.describe(cause) + ".",
                    "check that the partition has a leader; a flow that starts at latest needs all ends once.",
                    cause);
        });
        Map<String, StartOffsets> starts = new HashMap<>();
        topics.forEach((name, topic) -> starts.put(
                name,
                new StartOffsets(
                        topic.id(),
                        IntStream.range(0, topic.partitions())
                                .mapToObj(partition ->
                                        ends.values().getOrDefault(new TopicPartition(name, partition), 0L))
                                .toList())));
        return starts;
    }
}
