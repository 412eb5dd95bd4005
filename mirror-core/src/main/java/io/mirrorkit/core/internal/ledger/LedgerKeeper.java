package io.mirrorkit.core.internal.ledger;

import io.mirrorkit.api.ledger.Chunk;
import io.mirrorkit.api.ledger.Ledger;
import io.mirrorkit.api.ledger.LedgerKey;
import io.mirrorkit.api.ledger.LedgerWriter;
import io.mirrorkit.core.internal.lane.Flight;
import io.mirrorkit.core.internal.lane.MirroredPartition;
import io.mirrorkit.core.internal.slot.SlotWriter;
import io.mirrorkit.core.internal.slot.SlotWriters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Keeps the ledgers of all partitions that this instance owns: takes what was acknowledged, writes it to the slots, and shows what
 * was committed. Not thread-safe: it belongs to the ledger's thread.
 *
 * <p>Invariants kept here: <b>A</b> and <b>C</b>, the ledger's end moves over offsets only when everything below is on the target or
 * held nothing to copy; <b>D</b>, a partition's ledger is on the target before its first record.
 */
public final class LedgerKeeper {

    private final SlotWriters slots;
    private final long memory;
    private final Map<MirroredPartition, LedgerWriter> writers = new LinkedHashMap<>();
    private boolean forgotten;

    /**
     * A keeper of nothing.
     *
     * @param slots the slots' writers
     * @param memory how many bytes all ledgers may take together
     */
    public LedgerKeeper(SlotWriters slots, long memory) {
        this.slots = slots;
        this.memory = memory;
    }

    /** Takes partitions with their ledgers, which are on the target when this returns. */
    public void begin(Map<MirroredPartition, LedgerWriter> more) {
        writers.putAll(more);
        commit(more.keySet());
        more.forEach((partition, writer) -> partition.committed(writer.view()));
    }

    /** Lets partitions go; what they had acknowledged is written first. */
    public void end(Collection<MirroredPartition> partitions) {
        flush();
        writers.keySet().removeAll(List.copyOf(partitions));
    }

    /** Takes into a ledger what was found on the target. */
    public Ledger adopt(MirroredPartition partition, RecordMatcher.Found found) {
        LedgerWriter writer = writer(partition);
        found.runs().forEach(run -> writer.append(run.sourceBase(), run.targetBase(), run.count()));
        writer.advance(writer.sourceEnd(), found.leaderEpoch());
        commit(List.of(partition));
        return partition.ledger();
    }

    /** Moves a ledger's end over offsets that are lost on the source. */
    public Ledger skip(MirroredPartition partition, long toSourceOffset) {
        writer(partition).advance(toSourceOffset, -1);
        commit(List.of(partition));
        return partition.ledger();
    }

    /** What the ledger says after everything that was acknowledged so far is in it. */
    public Ledger settled(MirroredPartition partition) {
        drain(partition, writer(partition));
        commit(List.of(partition));
        return partition.ledger();
    }

    private LedgerWriter writer(MirroredPartition partition) {
        LedgerWriter writer = writers.get(partition);
        if (writer == null) {
            throw new IllegalStateException(partition + " has no ledger here");
        }
        return writer;
    }

    /** Takes what was acknowledged since the last call, and writes it. */
    public void flush() {
        boolean news = forgotten;
        for (Map.Entry<MirroredPartition, LedgerWriter> entry : writers.entrySet()) {
            news |= drain(entry.getKey(), entry.getValue());
        }
        if (news) {
            forgotten = false;
            shrink();
            commit(writers.keySet());
        }
    }

    private boolean drain(MirroredPartition partition, LedgerWriter writer) {
        Flight flight = partition.flight();
        if (!flight.hasNews()) {
            return false;
        }
        long before = writer.sourceEnd();
        long safe = flight.drainTo(writer::append);
        // Read after the drain, so that it is no older than what was drained.
        int epoch = flight.leaderEpoch();
        if (safe >= 0) {
            writer.advance(safe, epoch);
        } else if (writer.sourceEnd() > before) {
            writer.advance(writer.sourceEnd(), epoch);
        }
        return true;
    }

    /** Merges the oldest runs of the largest ledgers until the budget is kept. */
    private void shrink() {
        long used = writers.values().stream().mapToLong(LedgerWriter::bytes).sum();
        while (used > memory) {
            LedgerWriter largest = writers.values().stream()
                    .max((a, b) -> Long.compare(a.bytes(), b.bytes()))
                    .orElseThrow();
            long freed = largest.mergeOldest();
            if (freed <= 0) {
                return;
            }
            used -= freed;
        }
    }

    /** Forgets what the target has deleted. */
    public void forgetBelow(Map<MirroredPartition, Long> targetLogStarts) {
        targetLogStarts.forEach((partition, start) -> {
            LedgerWriter writer = writers.get(partition);
            if (writer != null) {
                writer.forgetBelow(start);
                forgotten = true;
            }
        });
    }

    private void commit(Collection<MirroredPartition> partitions) {
        Map<Integer, List<SlotWriter.Entry>> entries = new HashMap<>();
        Map<MirroredPartition, Ledger> views = new LinkedHashMap<>();
        for (MirroredPartition partition : partitions) {
            LedgerWriter writer = writer(partition);
            if (writer.changed()) {
                entries.computeIfAbsent(partition.slot(), slot -> new ArrayList<>())
                        .addAll(entries(partition, writer.takeChanges()));
                views.put(partition, writer.view());
            }
        }
        if (!entries.isEmpty()) {
            slots.write(entries);
            views.forEach(MirroredPartition::committed);
        }
    }

    private static List<SlotWriter.Entry> entries(
            MirroredPartition partition, SortedMap<Integer, Optional<Chunk>> changes) {
        List<SlotWriter.Entry> entries = new ArrayList<>(changes.size());
        changes.forEach((number, chunk) -> entries.add(new SlotWriter.Entry(
                new LedgerKey.ChunkKey(
                                partition.source().topic(),
                                partition.source().partition(),
                                partition.generation(),
                                number)
                        .encode(),
                chunk.map(Chunk::encode).orElse(null))));
        return entries;
    }
}
