package io.mirrorkit.failover.switching;

import io.mirrorkit.api.ledger.MemberStatus.MemberOffset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * What one client has delivered and what its application has committed through it, by partition. Belongs to the consumer's thread, but for
 * {@link #committed}.
 */
final class Progress {

    /** Offsets from {@code low} up to before {@code high} were delivered. */
    private record Delivered(long low, long high) {}

    private final Map<TopicPartition, Delivered> delivered = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> committed = new ConcurrentHashMap<>();

    /** Those of the commits that are not this client's application's. */
    private final Set<TopicPartition> found = ConcurrentHashMap.newKeySet();

    void deliver(ConsumerRecords<?, ?> records) {
        for (TopicPartition partition : records.partitions()) {
            List<? extends ConsumerRecord<?, ?>> some = records.records(partition);
            long first = some.get(0).offset();
            long next = some.get(some.size() - 1).offset() + 1;
            delivered.merge(
                    partition,
                    new Delivered(first, next),
                    (known, more) -> new Delivered(Math.min(known.low, more.low), Math.max(known.high, more.high)));
        }
    }

    /** The application's commits. */
    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        committed.putAll(offsets);
        found.removeAll(offsets.keySet());
    }

    /** A commit that the group was found to have when the partition was assigned. */
    void found(TopicPartition partition, OffsetAndMetadata commit) {
        committed.put(partition, commit);
        found.add(partition);
    }

    /** Whether nothing was delivered and nothing committed since the partition was assigned. */
    boolean untouched(TopicPartition partition) {
        return found.contains(partition) && !delivered.containsKey(partition);
    }

    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(delivered::remove);
        partitions.forEach(committed::remove);
        found.removeAll(Set.copyOf(partitions));
    }

    /** Whether an offset lies in what was delivered, both ends included. */
    boolean covers(TopicPartition partition, long offset) {
        Delivered range = delivered.get(partition);
        return range != null && range.low <= offset && offset <= range.high;
    }

    /**
     * Where a client is in the partitions that it has; one whose position is not known, as the client had not found it yet, is left out.
     *
     * @param autoCommit whether all that was delivered before counts as committed
     */
    List<MemberOffset> offsets(Consumer<?, ?> client, boolean autoCommit) {
        List<MemberOffset> offsets = new ArrayList<>();
        for (TopicPartition partition : client.assignment()) {
            OptionalLong position = position(client, partition);
            if (position.isPresent()) {
                offsets.add(offset(partition, position.getAsLong(), autoCommit));
            }
        }
        return offsets;
    }

    private MemberOffset offset(TopicPartition partition, long position, boolean autoCommit) {
        OffsetAndMetadata commit = committed.get(partition);
        Delivered range = delivered.get(partition);
        long from = commit != null ? commit.offset() : range != null ? range.low : position;
        return new MemberOffset(
                partition.topic(),
                partition.partition(),
                position,
                autoCommit ? position : Math.min(from, position),
                commit == null || commit.metadata() == null ? "" : commit.metadata());
    }

    /** Without waiting: the cluster may be lost. */
    private OptionalLong position(Consumer<?, ?> client, TopicPartition partition) {
        try {
            return OptionalLong.of(client.position(partition, Duration.ZERO));
        } catch (KafkaException | IllegalStateException e) {
            Delivered range = delivered.get(partition);
            return range == null ? OptionalLong.empty() : OptionalLong.of(range.high);
        }
    }
}
