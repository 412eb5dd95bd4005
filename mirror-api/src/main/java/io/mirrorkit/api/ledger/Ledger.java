package io.mirrorkit.api.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * The offset map of one source partition in one generation: an immutable view that answers both ways. Chunks stay encoded; a
 * look-up decodes the one that it needs.
 *
 * <p>Invariants kept here: <b>C</b>, no answer lies behind a record that was not read, and answers are exact wherever there are
 * runs; and answers never fall as the offset asked for rises.
 */
public final class Ledger {

    private static final Ledger EMPTY = new Ledger(new Chunk[0]);

    private final Chunk[] chunks;

    private Ledger(Chunk[] chunks) {
        this.chunks = chunks;
    }

    /**
     * The ledger that knows nothing.
     *
     * @return an empty ledger
     */
    public static Ledger empty() {
        return EMPTY;
    }

    /**
     * A ledger from its chunks.
     *
     * @param chunks the chunks in ascending order of their numbers
     * @return the ledger
     * @throws IllegalArgumentException if a chunk does not begin where the one before it ends: where one is missing, an answer could
     *     pass records that were not read (invariant C)
     */
    public static Ledger of(Collection<Chunk> chunks) {
        Chunk before = null;
        for (Chunk chunk : chunks) {
            if (before != null) {
                checkAdjacent(before, chunk);
            }
            before = chunk;
        }
        return chunks.isEmpty() ? EMPTY : new Ledger(chunks.toArray(Chunk[]::new));
    }

    private static void checkAdjacent(Chunk before, Chunk chunk) {
        if (chunk.sourceStart() < before.sourceEnd() || chunk.targetStart() < before.targetEnd()) {
            throw new IllegalArgumentException(chunk + " begins before the end of " + before);
        }
        if (chunk.sourceStart() > before.sourceEnd() || chunk.targetStart() > before.targetEnd()) {
            throw new IllegalArgumentException("a chunk is missing between " + before + " and " + chunk);
        }
    }

    /**
     * Whether the ledger knows nothing at all, not even where reading begins.
     *
     * @return true for a ledger without chunks
     */
    public boolean isEmpty() {
        return chunks.length == 0;
    }

    /**
     * Where the flow began to read the partition, or where what the ledger remembers begins.
     *
     * @return a source offset; 0 for an empty ledger
     */
    public long sourceStart() {
        return isEmpty() ? 0 : chunks[0].sourceStart();
    }

    /**
     * The next source offset to read: every one below it is on the target or counted.
     *
     * @return a source offset; 0 for an empty ledger
     */
    public long sourceEnd() {
        return isEmpty() ? 0 : last().sourceEnd();
    }

    /**
     * Where the ledger ends on the target.
     *
     * @return a target offset; 0 for an empty ledger
     */
    public long targetEnd() {
        return isEmpty() ? 0 : last().targetEnd();
    }

    /**
     * The source leader epoch at the end of the ledger.
     *
     * @return the epoch, or -1 if none is known
     */
    public int leaderEpoch() {
        return isEmpty() ? -1 : last().leaderEpoch();
    }

    /**
     * How many records the ledger accounts for.
     *
     * @return the number
     */
    public long records() {
        return sum(Chunk::records);
    }

    /**
     * How many target offsets between the ledger's start and its end hold none of its records: transaction markers, records that a crash
     * left there twice, records that somebody else wrote.
     *
     * @return the number
     */
    public long targetHoles() {
        return isEmpty() ? 0 : targetEnd() - chunks[0].targetStart() - records();
    }

    /**
     * How many runs and anchors the ledger holds.
     *
     * @return the number
     */
    public long stretches() {
        return sum(Chunk::size);
    }

    private long sum(ToLongFunction<Chunk> number) {
        long sum = 0;
        for (Chunk chunk : chunks) {
            sum += number.applyAsLong(chunk);
        }
        return sum;
    }

    private Chunk last() {
        return chunks[chunks.length - 1];
    }

    /**
     * Calls back for each run and anchor in ascending order.
     *
     * @param action the callback, in the caller's thread
     */
    public void forEach(Consumer<? super Stretch> action) {
        for (Chunk chunk : chunks) {
            chunk.forEach(action);
        }
    }

    /**
     * All runs and anchors.
     *
     * @return an immutable list in ascending order
     */
    public List<Stretch> toList() {
        List<Stretch> list = new ArrayList<>();
        forEach(list::add);
        return List.copyOf(list);
    }

    /**
     * Where a source offset lies on the target.
     *
     * @param sourceOffset 0 or greater
     * @return the position
     */
    public Position toTarget(long sourceOffset) {
        return find(sourceOffset, SOURCE, TARGET);
    }

    /**
     * Where a target offset lies on the source.
     *
     * @param targetOffset 0 or greater
     * @return the position
     */
    public Position toSource(long targetOffset) {
        return find(targetOffset, TARGET, SOURCE);
    }

    private Position find(long offset, Side from, Side to) {
        if (isEmpty()) {
            return new Position.Nowhere();
        }
        for (int i = firstEndingBehind(offset, from); i < chunks.length; i++) {
            for (Chunk.Cursor cursor = chunks[i].cursor(); cursor.hasNext(); ) {
                Stretch stretch = cursor.next();
                if (offset < from.end(stretch)) {
                    return inOrBefore(stretch, offset, from, to);
                }
            }
        }
        long start = from.start(chunks[0]);
        if (offset < start) {
            return new Position.Before(to.end(last()), start - offset);
        }
        return new Position.AtEnd(to.end(last()), Math.max(0, offset - from.end(last())));
    }

    private Position inOrBefore(Stretch stretch, long offset, Side from, Side to) {
        long start = from.start(chunks[0]);
        if (offset < start) {
            return new Position.Before(to.base(stretch), start - offset);
        }
        long ahead = offset - from.base(stretch);
        if (ahead <= 0) {
            return new Position.At(to.base(stretch));
        }
        if (stretch instanceof Anchor anchor) {
            return new Position.Inside(anchor, ahead);
        }
        return new Position.At(to.base(stretch) + ahead);
    }

    /** The first chunk whose end lies behind the offset, by binary search. */
    private int firstEndingBehind(long offset, Side side) {
        int low = 0;
        int high = chunks.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (side.end(chunks[middle]) <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** One side of the map, so that a look-up is written once for both directions. */
    private record Side(
            ToLongFunction<Stretch> stretchBase,
            ToLongFunction<Stretch> stretchEnd,
            ToLongFunction<Chunk> chunkStart,
            ToLongFunction<Chunk> chunkEnd) {

        long base(Stretch stretch) {
            return stretchBase.applyAsLong(stretch);
        }

        long end(Stretch stretch) {
            return stretchEnd.applyAsLong(stretch);
        }

        long start(Chunk chunk) {
            return chunkStart.applyAsLong(chunk);
        }

        long end(Chunk chunk) {
            return chunkEnd.applyAsLong(chunk);
        }
    }

    private static final Side SOURCE =
            new Side(Stretch::sourceBase, Stretch::sourceEnd, Chunk::sourceStart, Chunk::sourceEnd);
    private static final Side TARGET =
            new Side(Stretch::targetBase, Stretch::targetEnd, Chunk::targetStart, Chunk::targetEnd);

    @Override
    public String toString() {
        return "Ledger[source " + sourceStart() + ".." + sourceEnd() + ", target end " + targetEnd() + ", "
                + chunks.length + " chunks]";
    }
}
