package io.mirrorkit.failover.internal;

import io.mirrorkit.api.errors.MalformedRecordException;
import io.mirrorkit.api.errors.UnknownVersionException;
import io.mirrorkit.api.ledger.Checkpoint;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What was read of a topic of checkpoints.
 *
 * @param groups by group id in order, then by remote partition
 * @param skipped how many records were left out: null values, other versions, and what can't be decoded
 */
public record CheckpointEvidence(Map<String, Map<TopicPartition, Seen>> groups, long skipped) {

    /**
     * The last checkpoint of a group in a remote partition.
     *
     * @param checkpoint the checkpoint
     * @param at its record's timestamp: when the writer looked at the group
     */
    public record Seen(Checkpoint checkpoint, Instant at) {}

    /** Copies the maps. */
    public CheckpointEvidence {
        Map<String, Map<TopicPartition, Seen>> copy = new TreeMap<>();
        groups.forEach((group, seen) -> copy.put(group, Map.copyOf(seen)));
        groups = Collections.unmodifiableMap(copy);
    }

    /** Takes records in order; the last one of a group and remote partition counts. Not thread-safe. */
    public static final class Builder {
        private final Map<String, Map<TopicPartition, Seen>> groups = new HashMap<>();
        private long skipped;

        /** For a topic of which nothing was read yet. */
        public Builder() {}

        /** Takes a record. */
        public void add(ConsumerRecord<byte[], byte[]> record) {
            if (record.key() == null || record.value() == null) {
                skipped++;
                return;
            }
            try {
                Checkpoint checkpoint = Checkpoint.decode(record.key(), record.value());
                groups.computeIfAbsent(checkpoint.group(), group -> new HashMap<>())
                        .put(
                                new TopicPartition(checkpoint.remoteTopic(), checkpoint.partition()),
                                new Seen(checkpoint, Instant.ofEpochMilli(record.timestamp())));
            } catch (UnknownVersionException | MalformedRecordException e) {
                skipped++;
            }
        }

        /** What the records amount to. */
        public CheckpointEvidence build() {
            return new CheckpointEvidence(groups, skipped);
        }
    }
}
