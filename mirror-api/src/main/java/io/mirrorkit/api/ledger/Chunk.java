package io.mirrorkit.api.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One record's worth of a partition's ledger: consecutive stretches, kept encoded.
 *
 * <h2>Format, version 1</h2>
 *
 * A version byte, then unsigned base-128 numbers: source start, target start, source end minus source start, target end minus
 * target start, leader epoch + 1, records, number of stretches, and the stretches. A stretch is a number that holds its record
 * count shifted left by two and a code: 0 a run with the gaps of the stretch before it, 1 a run whose two gaps follow, 2 an
 * anchor whose two gaps and two spans follow. A gap is the distance from the end of the stretch before (or from the chunk's
 * start), first on the source, then on the target. Thus a run in a regular pattern, such as one per source transaction, takes
 * a byte below 32 records and two below 4,096.
 *
 * <p>The chunk's start is where the chunk before it ends, and its end is where reading goes on, so chunks also carry what lies
 * between runs.
 */
public final class Chunk {

    static final int VERSION = 1;
    private static final int SAME_GAPS = 0;
    private static final int NEW_GAPS = 1;
    private static final int ANCHOR = 2;

    private final long sourceStart;
    private final long targetStart;
    private final long sourceEnd;
    private final long targetEnd;
    private final int leaderEpoch;
    private final long records;
    private final int size;
    private final byte[] stretches;

    Chunk(
            long sourceStart,
            long targetStart,
            long sourceEnd,
            long targetEnd,
            int leaderEpoch,
            long records,
            int size,
            byte[] stretches) {
        this.sourceStart = sourceStart;
        this.targetStart = targetStart;
        this.sourceEnd = sourceEnd;
        this.targetEnd = targetEnd;
        this.leaderEpoch = leaderEpoch;
        this.records = records;
        this.size = size;
        this.stretches = stretches;
    }

    /**
     * Decodes a chunk.
     *
     * @param value a value of the ledger topic
     * @return the chunk, all of whose stretches were checked
     * @throws io.mirrorkit.api.errors.UnknownVersionException if another release wrote it
     * @throws io.mirrorkit.api.errors.MalformedRecordException if it can't be decoded
     */
    public static Chunk decode(byte[] value) {
        Wire.Reader in = new Wire.Reader("a ledger chunk", value);
        in.version(VERSION);
        long sourceStart = in.number();
        long targetStart = in.number();
        long sourceEnd = sourceStart + in.number();
        long targetEnd = targetStart + in.number();
        int leaderEpoch = in.count() - 1;
        long records = in.number();
        int size = in.elements(1);
        if (sourceEnd < sourceStart || targetEnd < targetStart) {
            throw in.malformed("its end overflows");
        }
        Chunk chunk = new Chunk(sourceStart, targetStart, sourceEnd, targetEnd, leaderEpoch, records, size, in.rest());
        chunk.check(in);
        return chunk;
    }

    private void check(Wire.Reader in) {
        long[] seen = new long[3];
        try {
            forEach(stretch -> {
                seen[0] += stretch.records();
                seen[1] = stretch.sourceEnd();
                seen[2] = stretch.targetEnd();
            });
        } catch (IllegalArgumentException e) {
            throw in.malformed("it holds an impossible stretch", e);
        }
        if (seen[0] != records || seen[1] > sourceEnd || seen[2] > targetEnd) {
            throw in.malformed("its stretches don't fit its header");
        }
    }

    /**
     * Encodes the chunk as a value of the ledger topic.
     *
     * @return the bytes
     */
    public byte[] encode() {
        return new Wire.Writer(stretches.length + 48)
                .put(VERSION)
                .number(sourceStart)
                .number(targetStart)
                .number(sourceEnd - sourceStart)
                .number(targetEnd - targetStart)
                .number(leaderEpoch + 1L)
                .number(records)
                .number(size)
                .raw(stretches, stretches.length)
                .toBytes();
    }

    /**
     * Calls back for each stretch in ascending order.
     *
     * @param action the callback
     */
    void forEach(Consumer<? super Stretch> action) {
        Cursor cursor = cursor();
        while (cursor.hasNext()) {
            action.accept(cursor.next());
        }
    }

    Cursor cursor() {
        return new Cursor();
    }

    /** Decodes one stretch after another. */
    final class Cursor {
        private final Wire.Reader in = new Wire.Reader("a ledger chunk", stretches);
        private int left = size;
        private long source = sourceStart;
        private long target = targetStart;
        private long sourceGap;
        private long targetGap;

        boolean hasNext() {
            if (left == 0) {
                in.end();
            }
            return left > 0;
        }

        Stretch next() {
            left--;
            long head = in.number();
            int code = (int) (head & 3);
            long count = head >>> 2;
            if (code == NEW_GAPS || code == ANCHOR) {
                sourceGap = in.number();
                targetGap = in.number();
            } else if (code != SAME_GAPS) {
                throw in.malformed("a stretch has the unknown code " + code);
            }
            Stretch stretch = code == ANCHOR
                    ? new Anchor(source + sourceGap, target + targetGap, in.number(), in.number(), count)
                    : new Run(source + sourceGap, target + targetGap, count);
            source = stretch.sourceEnd();
            target = stretch.targetEnd();
            return stretch;
        }
    }

    /** Encodes stretches in ascending order; not thread-safe. */
    static final class Encoder {
        private final Wire.Writer out = new Wire.Writer(256);
        private final long sourceStart;
        private final long targetStart;
        private long source;
        private long target;
        private long sourceGap;
        private long targetGap;
        private long records;
        private int size;

        Encoder(long sourceStart, long targetStart) {
            this.sourceStart = sourceStart;
            this.targetStart = targetStart;
            source = sourceStart;
            target = targetStart;
        }

        void add(Stretch stretch) {
            long newSourceGap = stretch.sourceBase() - source;
            long newTargetGap = stretch.targetBase() - target;
            if (newSourceGap < 0 || newTargetGap < 0) {
                throw new IllegalArgumentException(stretch + " lies before the end of the ledger, (" + source + ", "
                        + target + "): invariant C needs ascending runs");
            }
            if (stretch instanceof Anchor anchor) {
                gaps(ANCHOR, anchor.records(), newSourceGap, newTargetGap);
                out.number(anchor.sourceSpan()).number(anchor.targetSpan());
            } else if (newSourceGap == sourceGap && newTargetGap == targetGap) {
                out.number((stretch.records() << 2) | SAME_GAPS);
            } else {
                gaps(NEW_GAPS, stretch.records(), newSourceGap, newTargetGap);
            }
            source = stretch.sourceEnd();
            target = stretch.targetEnd();
            records += stretch.records();
            size++;
        }

        private void gaps(int code, long count, long newSourceGap, long newTargetGap) {
            out.number((count << 2) | code).number(newSourceGap).number(newTargetGap);
            sourceGap = newSourceGap;
            targetGap = newTargetGap;
        }

        int bytes() {
            return out.size();
        }

        int size() {
            return size;
        }

        long targetEnd() {
            return target;
        }

        Chunk chunk(long sourceEnd, long targetEnd, int leaderEpoch) {
            return new Chunk(
                    sourceStart,
                    targetStart,
                    Math.max(sourceEnd, source),
                    Math.max(targetEnd, target),
                    leaderEpoch,
                    records,
                    size,
                    out.toBytes());
        }

        /** The chunk with one more run behind what was encoded. */
        Chunk chunkWith(Run last, long sourceEnd, int leaderEpoch) {
            Encoder copy = new Encoder(sourceStart, targetStart);
            copy.out.append(out);
            copy.source = source;
            copy.target = target;
            copy.sourceGap = sourceGap;
            copy.targetGap = targetGap;
            copy.records = records;
            copy.size = size;
            copy.add(last);
            return copy.chunk(sourceEnd, copy.target, leaderEpoch);
        }
    }

    /**
     * Where the chunk begins on the source: the end of the one before it.
     *
     * @return an offset
     */
    public long sourceStart() {
        return sourceStart;
    }

    /**
     * Where the chunk begins on the target: the end of the one before it.
     *
     * @return an offset
     */
    public long targetStart() {
        return targetStart;
    }

    /**
     * The next source offset to read behind this chunk.
     *
     * @return an offset
     */
    public long sourceEnd() {
        return sourceEnd;
    }

    /**
     * The end of the chunk's last stretch on the target.
     *
     * @return an offset
     */
    public long targetEnd() {
        return targetEnd;
    }

    /**
     * The source leader epoch of the last record before the end.
     *
     * @return the epoch, or -1 if none is known
     */
    public int leaderEpoch() {
        return leaderEpoch;
    }

    /**
     * How many records the chunk's stretches hold.
     *
     * @return the number
     */
    public long records() {
        return records;
    }

    /**
     * How many stretches the chunk holds.
     *
     * @return the number
     */
    public int size() {
        return size;
    }

    /**
     * The chunk's stretches.
     *
     * @return an immutable list in ascending order
     */
    public List<Stretch> stretches() {
        List<Stretch> list = new ArrayList<>(size);
        forEach(list::add);
        return List.copyOf(list);
    }

    /**
     * About how much memory the chunk takes.
     *
     * @return bytes
     */
    public int bytes() {
        return stretches.length + 96;
    }

    @Override
    public String toString() {
        return "Chunk[source " + sourceStart + ".." + sourceEnd + ", target " + targetStart + ".." + targetEnd + ", "
                + size + " stretches, " + records + " records]";
    }
}
