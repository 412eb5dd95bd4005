package io.mirrorkit.api.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds the ledger of one source partition: takes runs as they are acknowledged, cuts them into chunks, says which chunks have
 * to be written, and merges old ones when memory is short. Not thread-safe: it belongs to the owner of the partition's slot.
 */
public final class LedgerWriter {

    private static final int SEALED_AT_BYTES = 4096;

    private final int sealedAtBytes;

    /** Sealed chunks by number; merging leaves numbers out. */
    private final TreeMap<Integer, Chunk> sealed = new TreeMap<>();

    /** What the topic doesn't hold yet; an empty value is a tombstone. */
    private final TreeMap<Integer, Optional<Chunk>> changes = new TreeMap<>();

    private int openNumber;
    private Chunk.Encoder open;
    private @Nullable Run lastRun;
    private long sourceEnd;
    private int leaderEpoch;
    private boolean openChanged;
    private long sealedBytes;

    private LedgerWriter(long sourceStart, long targetStart, int sealedAtBytes) {
        this.sealedAtBytes = sealedAtBytes;
        open = new Chunk.Encoder(sourceStart, targetStart);
        sourceEnd = sourceStart;
        leaderEpoch = -1;
        openChanged = true;
    }

    /**
     * A ledger for a partition that is copied for the first time.
     *
     * @param sourceStart the first source offset that will be read
     * @param targetStart the end of the remote partition
     * @return the writer, whose first change tells where reading begins
     */
    public static LedgerWriter startingAt(long sourceStart, long targetStart) {
        return startingAt(sourceStart, targetStart, SEALED_AT_BYTES);
    }

    /** For tests, which fill chunks sooner. */
    static LedgerWriter startingAt(long sourceStart, long targetStart, int sealedAtBytes) {
        return new LedgerWriter(sourceStart, targetStart, sealedAtBytes);
    }

    /**
     * A ledger that goes on where chunks read from the topic end.
     *
     * @param chunks the chunks by number, at least one
     * @return the writer, without changes
     * @throws IllegalArgumentException if there is no chunk, chunks overlap, or one is missing
     */
    public static LedgerWriter restored(SortedMap<Integer, Chunk> chunks) {
        return restored(chunks, SEALED_AT_BYTES);
    }

    /** For tests, which fill chunks sooner. */
    static LedgerWriter restored(SortedMap<Integer, Chunk> chunks, int sealedAtBytes) {
        Ledger ledger = Ledger.of(chunks.values());
        if (ledger.isEmpty()) {
            throw new IllegalArgumentException("a ledger is restored from at least one chunk");
        }
        LedgerWriter writer = new LedgerWriter(ledger.sourceEnd(), ledger.targetEnd(), sealedAtBytes);
        writer.sealed.putAll(chunks.headMap(chunks.lastKey()));
        writer.sealedBytes =
                writer.sealed.values().stream().mapToLong(Chunk::bytes).sum();
        chunks.tailMap(chunks.lastKey()).forEach(writer::reopen);
        return writer;
    }

    /** Goes on in the last chunk, as if there had been no restart. So forgetting old chunks never forgets the ledger's end. */
    private void reopen(int number, Chunk chunk) {
        openNumber = number;
        open = new Chunk.Encoder(chunk.sourceStart(), chunk.targetStart());
        chunk.forEach(stretch -> {
            encodeLast();
            if (stretch instanceof Run run) {
                lastRun = run;
            } else {
                open.add(stretch);
            }
        });
        sourceEnd = chunk.sourceEnd();
        leaderEpoch = chunk.leaderEpoch();
        openChanged = false;
    }

    /**
     * Takes a run. It may continue the last one.
     *
     * @param sourceBase its first source offset, at or behind {@link #sourceEnd()}
     * @param targetBase its first target offset, at or behind {@link #targetEnd()}
     * @param count how many records, 1 or more
     * @throws IllegalArgumentException if it is no run, or lies before the end of the ledger (invariant C); nothing has changed then
     */
    public void append(long sourceBase, long targetBase, long count) {
        Run run = new Run(sourceBase, targetBase, count);
        checkAscending(run);
        Run last = lastRun;
        if (last != null && sourceBase == last.sourceEnd() && targetBase == last.targetEnd()) {
            lastRun = new Run(last.sourceBase(), last.targetBase(), last.count() + count);
        } else {
            encodeLast();
            if (open.bytes() >= sealedAtBytes) {
                seal();
            }
            lastRun = run;
        }
        sourceEnd = run.sourceEnd();
        openChanged = true;
    }

    private void checkAscending(Run run) {
        if (run.sourceBase() < sourceEnd || run.targetBase() < targetEnd()) {
            throw new IllegalArgumentException(run + " lies before the end of the ledger, (" + sourceEnd + ", "
                    + targetEnd() + "): invariant C needs ascending runs");
        }
    }

    /**
     * Moves the position on over offsets that hold no record to copy.
     *
     * @param newSourceEnd the next source offset to read; an offset before the ledger's end changes nothing
     * @param newLeaderEpoch the leader epoch of the last record read, or -1 if unknown
     */
    public void advance(long newSourceEnd, int newLeaderEpoch) {
        if (newSourceEnd > sourceEnd) {
            sourceEnd = newSourceEnd;
            openChanged = true;
        }
        if (newLeaderEpoch > leaderEpoch) {
            leaderEpoch = newLeaderEpoch;
            openChanged = true;
        }
    }

    private void encodeLast() {
        Run last = lastRun;
        if (last != null) {
            open.add(last);
            lastRun = null;
        }
    }

    private void seal() {
        Chunk chunk = open.chunk(sourceEnd, open.targetEnd(), leaderEpoch);
        sealed.put(openNumber, chunk);
        sealedBytes += chunk.bytes();
        changes.put(openNumber, Optional.of(chunk));
        openNumber++;
        open = new Chunk.Encoder(chunk.sourceEnd(), chunk.targetEnd());
    }

    private Chunk openChunk() {
        Run last = lastRun;
        return last == null
                ? open.chunk(sourceEnd, open.targetEnd(), leaderEpoch)
                : open.chunkWith(last, sourceEnd, leaderEpoch);
    }

    /**
     * The ledger as it stands.
     *
     * @return an immutable view
     */
    public Ledger view() {
        List<Chunk> all = new ArrayList<>(sealed.values());
        all.add(openChunk());
        return Ledger.of(all);
    }

    /**
     * The next source offset to read.
     *
     * @return an offset
     */
    public long sourceEnd() {
        return sourceEnd;
    }

    /**
     * The target offset behind the last run.
     *
     * @return an offset
     */
    public long targetEnd() {
        Run last = lastRun;
        return last == null ? open.targetEnd() : last.targetEnd();
    }

    /**
     * The source leader epoch of the last record.
     *
     * @return the epoch, or -1 if none is known
     */
    public int leaderEpoch() {
        return leaderEpoch;
    }

    /**
     * Whether there are changes to write.
     *
     * @return true if {@link #takeChanges()} would answer something
     */
    public boolean changed() {
        return openChanged || !changes.isEmpty();
    }

    /**
     * What has to be written to the ledger topic; the caller owns the map, and the writer forgets it.
     *
     * @return chunks by number; an empty value stands for a tombstone
     */
    public SortedMap<Integer, Optional<Chunk>> takeChanges() {
        SortedMap<Integer, Optional<Chunk>> taken = new TreeMap<>(changes);
        changes.clear();
        if (openChanged) {
            taken.put(openNumber, Optional.of(openChunk()));
            openChanged = false;
        }
        return taken;
    }

    /**
     * Takes back changes that could not be written: their chunks will be written as they are by then.
     *
     * @param taken what {@link #takeChanges()} answered
     */
    public void restoreChanges(SortedMap<Integer, Optional<Chunk>> taken) {
        for (int number : taken.keySet()) {
            if (number == openNumber) {
                openChanged = true;
            } else {
                changes.put(number, Optional.ofNullable(sealed.get(number)));
            }
        }
    }

    /**
     * About how much memory the ledger takes.
     *
     * @return bytes
     */
    public long bytes() {
        return sealedBytes + open.bytes() + 256L;
    }

    /**
     * Merges the two oldest chunks into one of half their size, in which the finest runs have become anchors.
     *
     * @return how many bytes that freed; 0 if there is nothing left to merge
     */
    public long mergeOldest() {
        if (sealed.size() < 2) {
            return 0;
        }
        Map.Entry<Integer, Chunk> first = sealed.pollFirstEntry();
        Map.Entry<Integer, Chunk> second = sealed.pollFirstEntry();
        Chunk merged = Merge.ofAdjacent(first.getValue(), second.getValue());
        sealed.put(first.getKey(), merged);
        changes.put(first.getKey(), Optional.of(merged));
        changes.put(second.getKey(), Optional.empty());
        long freed = (long) first.getValue().bytes() + second.getValue().bytes() - merged.bytes();
        sealedBytes -= freed;
        return freed;
    }

    /**
     * Forgets the chunks that speak only of records which the target has deleted.
     *
     * @param targetLogStart the remote partition's log start offset
     */
    public void forgetBelow(long targetLogStart) {
        while (!sealed.isEmpty() && sealed.firstEntry().getValue().targetEnd() <= targetLogStart) {
            Map.Entry<Integer, Chunk> gone = sealed.pollFirstEntry();
            sealedBytes -= gone.getValue().bytes();
            changes.put(gone.getKey(), Optional.empty());
        }
    }
}
