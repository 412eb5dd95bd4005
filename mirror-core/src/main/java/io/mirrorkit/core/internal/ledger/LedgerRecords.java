package io.mirrorkit.core.internal.ledger;

import io.mirrorkit.api.errors.MirrorException;
import io.mirrorkit.api.ledger.Chunk;
import io.mirrorkit.api.ledger.FlowDefinition;
import io.mirrorkit.api.ledger.Generation;
import io.mirrorkit.api.ledger.LedgerKey;
import io.mirrorkit.api.ledger.SlotOwner;
import io.mirrorkit.api.ledger.StartOffsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger topic says, as far as it was read. An unknown version is passed on, since going on without it would copy again what a
 * newer release has copied. Not thread-safe.
 */
public final class LedgerRecords {

    private final Map<TopicPartition, Map<Generation, TreeMap<Integer, Chunk>>> chunks = new HashMap<>();
    private final Map<String, Set<Generation>> generations = new HashMap<>();
    private final Map<String, StartOffsets> starts = new HashMap<>();
    private final Map<Integer, SlotOwner> owners = new HashMap<>();
    private @Nullable FlowDefinition definition;

    /**
     * Takes one record.
     *
     * @throws MirrorException if it can't be decoded
     */
    public void accept(int slot, byte[] key, byte @Nullable [] value) {
        LedgerKey.decode(key)
                .fold(
                        () -> definition = value == null ? null : FlowDefinition.decode(value),
                        () -> value == null ? owners.remove(slot) : owners.put(slot, SlotOwner.decode(value)),
                        start -> value == null
                                ? starts.remove(start.topic())
                                : starts.put(start.topic(), StartOffsets.decode(value)),
                        chunk -> value == null ? removed(chunk) : put(chunk, Chunk.decode(value)));
    }

    private Object put(LedgerKey.ChunkKey key, Chunk chunk) {
        Map<Integer, Chunk> of = chunks.computeIfAbsent(partition(key), p -> new HashMap<>())
                .computeIfAbsent(key.generation(), g -> new TreeMap<>());
        of.put(key.number(), chunk);
        generations.computeIfAbsent(key.topic(), topic -> new HashSet<>()).add(key.generation());
        return of;
    }

    private Object removed(LedgerKey.ChunkKey key) {
        Map<Generation, TreeMap<Integer, Chunk>> generations = chunks.getOrDefault(partition(key), Map.of());
        TreeMap<Integer, Chunk> of = generations.get(key.generation());
        if (of != null) {
            of.remove(key.number());
        }
        return generations;
    }

    private static TopicPartition partition(LedgerKey.ChunkKey key) {
        return new TopicPartition(key.topic(), key.partition());
    }

    /** The flow's definition, if the flow exists. */
    public Optional<FlowDefinition> definition() {
        return Optional.ofNullable(definition);
    }

    /** Who took each slot last. */
    public Map<Integer, SlotOwner> owners() {
        return Map.copyOf(owners);
    }

    /** Where the flow started in a topic that existed when it was created. */
    public Optional<StartOffsets> start(String topic) {
        return Optional.ofNullable(starts.get(topic));
    }

    /** The chunks of a partition in a generation, empty if there are none. The caller owns them; they are let go here. */
    public SortedMap<Integer, Chunk> takeChunks(TopicPartition source, Generation generation) {
        Map<Generation, TreeMap<Integer, Chunk>> generations = chunks.get(source);
        TreeMap<Integer, Chunk> taken = generations == null ? null : generations.put(generation, new TreeMap<>());
        return taken == null ? new TreeMap<>() : taken;
    }

    /** The generations in which any partition of a topic has or had chunks. */
    public Set<Generation> generations(String topic) {
        return Set.copyOf(generations.getOrDefault(topic, Set.of()));
    }
}
