package io.mirrorkit.failover.internal;

import io.mirrorkit.api.errors.MalformedRecordException;
import io.mirrorkit.api.errors.UnknownVersionException;
import io.mirrorkit.api.ledger.Chunk;
import io.mirrorkit.api.ledger.FlowDefinition;
import io.mirrorkit.api.ledger.Generation;
import io.mirrorkit.api.ledger.Ledger;
import io.mirrorkit.api.ledger.LedgerKey;
import io.mirrorkit.api.ledger.LedgerKey.ChunkKey;
import io.mirrorkit.api.ledger.Slots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What was read of a flow's ledger topic.
 *
 * @param slots how many slots the flow has
 * @param definition the flow's definition, if it was there and could be decoded
 * @param partitions the source partitions that were asked for and that the ledger knows
 * @param unread the slots whose end was not reached
 * @param newer the slots that hold keys of a newer release, with the reason: what they say of a partition can't be known
 * @param notes what else was odd
 */
public record LedgerEvidence(
        int slots,
        Optional<FlowDefinition> definition,
        Map<TopicPartition, PartitionLedger> partitions,
        Set<Integer> unread,
        Map<Integer, String> newer,
        List<String> notes) {

    /** Copies the collections. */
    public LedgerEvidence {
        partitions = Map.copyOf(partitions);
        unread = Set.copyOf(unread);
        newer = Map.copyOf(newer);
        notes = List.copyOf(notes);
    }

    /** The slot of a source partition. */
    public int slotOf(TopicPartition source) {
        return Slots.of(source.topic(), source.partition(), slots);
    }

    /** What the ledger says of a source partition. */
    public PartitionLedger of(TopicPartition source) {
        return partitions.getOrDefault(source, PartitionLedger.NONE);
    }

    /** Takes records of the ledger topic, those of one partition in order; the last one of a key counts. Not thread-safe. */
    public static final class Builder {
        private final Predicate<TopicPartition> wanted;
        private final Map<ChunkKey, byte[]> chunks = new HashMap<>();
        private final Map<Integer, String> newer = new HashMap<>();
        private Optional<byte[]> definition = Optional.empty();
        private long malformedKeys;

        /** For the source partitions that are asked for; chunks of others are not kept. */
        public Builder(Predicate<TopicPartition> wanted) {
            this.wanted = wanted;
        }

        /** Takes a record. */
        public void add(ConsumerRecord<byte[], byte[]> record) {
            try {
                LedgerKey key = LedgerKey.decode(record.key() == null ? new byte[0] : record.key());
                Optional<byte[]> value = Optional.ofNullable(record.value());
                if (key instanceof ChunkKey chunk) {
                    add(chunk, value);
                } else if (key instanceof LedgerKey.Definition) {
                    definition = value;
                }
            } catch (UnknownVersionException e) {
                newer.put(record.partition(), String.valueOf(e.getMessage()));
            } catch (MalformedRecordException e) {
                malformedKeys++;
            }
        }

        private void add(ChunkKey key, Optional<byte[]> value) {
            if (wanted.test(new TopicPartition(key.topic(), key.partition()))) {
                value.ifPresentOrElse(bytes -> chunks.put(key, bytes), () -> chunks.remove(key));
            }
        }

        /**
         * What the records amount to.
         *
         * @param partitionCount how many partitions the ledger topic has
         * @param unread those whose end was not reached
         */
        public LedgerEvidence build(int partitionCount, Set<Integer> unread) {
            List<String> notes = new ArrayList<>();
            if (malformedKeys > 0) {
                notes.add(malformedKeys + " records of the ledger topic have keys that can't be decoded; somebody else"
                        + " writes there");
            }
            Optional<FlowDefinition> decoded = definition.flatMap(bytes -> definition(bytes, notes));
            int slots = decoded.map(FlowDefinition::slots)
                    .filter(count -> count > 0 && count <= partitionCount)
                    .orElse(partitionCount);
            return new LedgerEvidence(slots, decoded, partitions(), unread, newer, notes);
        }

        private static Optional<FlowDefinition> definition(byte[] bytes, List<String> notes) {
            try {
                return Optional.of(FlowDefinition.decode(bytes));
            } catch (UnknownVersionException | MalformedRecordException e) {
                notes.add("the flow's definition can't be compared with this flow: " + e.getMessage());
                return Optional.empty();
            }
        }

        private Map<TopicPartition, PartitionLedger> partitions() {
            Map<TopicPartition, Map<Generation, SortedMap<Integer, byte[]>>> sorted = new HashMap<>();
            chunks.forEach((key, value) -> sorted.computeIfAbsent(
                            new TopicPartition(key.topic(), key.partition()), tp -> new HashMap<>())
                    .computeIfAbsent(key.generation(), generation -> new TreeMap<>())
                    .put(key.number(), value));
            Map<TopicPartition, PartitionLedger> partitions = new HashMap<>();
            sorted.forEach((partition, generations) -> partitions.put(partition, decode(generations)));
            return partitions;
        }

        private static PartitionLedger decode(Map<Generation, SortedMap<Integer, byte[]>> generations) {
            Map<Generation, Ledger> readable = new HashMap<>();
            Map<Generation, String> unreadable = new HashMap<>();
            generations.forEach((generation, values) -> {
                try {
                    readable.put(generation, ledger(values));
                } catch (UnknownVersionException | MalformedRecordException | IllegalArgumentException e) {
                    unreadable.put(generation, String.valueOf(e.getMessage()));
                }
            });
            return new PartitionLedger(readable, unreadable);
        }

        private static Ledger ledger(SortedMap<Integer, byte[]> values) {
            return Ledger.of(values.values().stream().map(Chunk::decode).toList());
        }
    }
}
