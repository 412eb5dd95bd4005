package io.mirrorkit.failover.internal;

import io.mirrorkit.api.errors.MalformedRecordException;
import io.mirrorkit.api.errors.UnknownVersionException;
import io.mirrorkit.api.ledger.GroupStatus;
import io.mirrorkit.api.ledger.GroupsObserved;
import io.mirrorkit.api.ledger.SlotStatus;
import io.mirrorkit.api.ledger.SlotStatus.PartitionStatus;
import io.mirrorkit.api.ledger.StatusKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a flow's status topic.
 *
 * @param partitions the source partitions that some slot's status lists
 * @param groups the groups, by id in order
 * @param unreadableGroups the groups whose status can't be decoded, with the reason
 * @param groupsObserved when the source was last asked for the groups' offsets
 * @param notes what was odd
 */
public record StatusEvidence(
        Map<TopicPartition, Seen> partitions,
        Map<String, GroupStatus> groups,
        Map<String, String> unreadableGroups,
        Optional<Instant> groupsObserved,
        List<String> notes) {

    /**
     * A source partition as the engine saw it last.
     *
     * @param status what it saw
     * @param at when
     */
    public record Seen(PartitionStatus status, Instant at) {}

    /** Copies the collections. */
    public StatusEvidence {
        partitions = Map.copyOf(partitions);
        groups = Collections.unmodifiableMap(new TreeMap<>(groups));
        unreadableGroups = Map.copyOf(unreadableGroups);
        notes = List.copyOf(notes);
    }

    /** What the engine saw last of a source partition. */
    public Optional<Seen> of(TopicPartition source) {
        return Optional.ofNullable(partitions.get(source));
    }

    /** Takes records of the status topic, those of one partition in order; the last one of a key counts. Not thread-safe. */
    public static final class Builder {
        private final Map<StatusKey, byte[]> latest = new HashMap<>();
        private final Map<TopicPartition, Seen> partitions = new HashMap<>();
        private final Map<String, GroupStatus> groups = new HashMap<>();
        private final Map<String, String> unreadableGroups = new HashMap<>();
        private final List<String> notes = new ArrayList<>();
        private Optional<Instant> observed = Optional.empty();

        /** For a topic of which nothing was read yet. */
        public Builder() {}

        /** Takes a record. */
        public void add(ConsumerRecord<byte[], byte[]> record) {
            try {
                StatusKey key = StatusKey.decode(record.key() == null ? new byte[0] : record.key());
                Optional.ofNullable(record.value())
                        .ifPresentOrElse(value -> latest.put(key, value), () -> latest.remove(key));
            } catch (UnknownVersionException | MalformedRecordException e) {
                notes.add("a record of the status topic was left out: " + e.getMessage());
            }
        }

        /** What the records amount to. */
        public StatusEvidence build() {
            latest.forEach((key, value) -> {
                if (key instanceof StatusKey.Slot slot) {
                    addSlot(slot, value);
                } else if (key instanceof StatusKey.Group group) {
                    addGroup(group, value);
                } else {
                    addObserved(value);
                }
            });
            return new StatusEvidence(partitions, groups, unreadableGroups, observed, notes);
        }

        private void addSlot(StatusKey.Slot slot, byte[] value) {
            SlotStatus status = decoded("status of slot " + slot.slot(), SlotStatus::decode, value);
            if (status != null) {
                Instant at = Instant.ofEpochMilli(status.observedMs());
                status.partitions().forEach(partition -> addPartition(new Seen(partition, at)));
            }
        }

        /** A partition may still stand in the status of a slot that another number of slots gave it; the newer one counts. */
        private void addPartition(Seen seen) {
            TopicPartition source =
                    new TopicPartition(seen.status().topic(), seen.status().partition());
            partitions.merge(source, seen, (one, other) -> one.at().isAfter(other.at()) ? one : other);
        }

        private void addGroup(StatusKey.Group group, byte[] value) {
            try {
                groups.put(group.group(), GroupStatus.decode(value));
            } catch (UnknownVersionException | MalformedRecordException e) {
                unreadableGroups.put(group.group(), String.valueOf(e.getMessage()));
            }
        }

        private void addObserved(byte[] value) {
            GroupsObserved seen = decoded("time of the groups' offsets", GroupsObserved::decode, value);
            if (seen != null) {
                observed = Optional.of(Instant.ofEpochMilli(seen.observedMs()));
            }
        }

        private <T> @Nullable T decoded(String what, Function<byte[], T> decoder, byte[] value) {
            try {
                return decoder.apply(value);
            } catch (UnknownVersionException | MalformedRecordException e) {
                notes.add("the " + what + " was left out: " + e.getMessage());
                return null;
            }
        }
    }
}
