package io.mirrorkit.core.internal.ledger;

import com.google.common.collect.Iterators;
import com.google.common.collect.PeekingIterator;
import io.mirrorkit.api.ledger.Run;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Finds which source records the target holds, by comparing them in order: the target's are a copy of the source's, in the same order,
 * with strangers in between and, where the target is compacted, with some removed.
 *
 * <p>Invariant <b>A</b>: a source record is passed over only on a compacted target, and only if a later one with its key was found: that
 * is the one reason for which compaction removes a record soon. That a later record was found is not enough, since a batch that the
 * target refused (a record without a key, say) leaves those behind it on the target.
 */
public final class RecordMatcher {

    private static final int LOOK_AHEAD = 100_000;
    private static final long LOOK_AHEAD_BYTES = 32L << 20;

    /** Why the target may lack records in the middle of what it holds. */
    public enum Holes {
        /** It lacks none. */
        NONE,
        /** Compaction may have removed what a later record of the same key replaces. */
        REPLACED,
        /** It is an earlier copy of a compacted topic, in which deleted keys may be gone altogether. */
        ANY
    }

    /**
     * What was found.
     *
     * @param runs what the target holds of the source, in order
     * @param matched how many records that is
     * @param foreign how many target records have no counterpart in the source
     * @param firstForeign the target offset of the first of them, or -1
     * @param leaderEpoch the newest source leader epoch of what matched, or -1
     */
    public record Found(List<Run> runs, long matched, long foreign, long firstForeign, int leaderEpoch) {}

    private final PeekingIterator<ConsumerRecord<byte[], byte[]>> source;
    private final Deque<ConsumerRecord<byte[], byte[]>> ahead = new ArrayDeque<>();
    private final Holes holes;
    private long aheadBytes;

    /** Keys of records that were passed over and not replaced yet, each with how many had matched before. */
    private final Map<ByteBuffer, Long> unreplaced = new HashMap<>();

    /** How many matches count: none behind a record without a key that was passed over. */
    private long trusted = Long.MAX_VALUE;

    private int leaderEpoch = -1;

    private final List<Run> runs = new ArrayList<>();
    private @Nullable Run last;
    private long matched;
    private long foreign;
    private long firstForeign = -1;

    private RecordMatcher(Iterator<ConsumerRecord<byte[], byte[]>> source, Holes holes) {
        this.source = Iterators.peekingIterator(source);
        this.holes = holes;
    }

    /**
     * Compares.
     *
     * @param source the source's records from the first that may be on the target
     * @param target the target's records
     * @param holes why the target may lack records
     */
    public static Found match(
            Iterator<ConsumerRecord<byte[], byte[]>> source,
            Iterator<ConsumerRecord<byte[], byte[]>> target,
            Holes holes) {
        RecordMatcher matcher = new RecordMatcher(source, holes);
        target.forEachRemaining(matcher::accept);
        return matcher.found();
    }

    private void accept(ConsumerRecord<byte[], byte[]> target) {
        ConsumerRecord<byte[], byte[]> counterpart = counterpart(target);
        if (counterpart == null) {
            foreign++;
            firstForeign = firstForeign < 0 ? target.offset() : firstForeign;
        } else {
            replace(counterpart);
            matched++;
            leaderEpoch = Math.max(leaderEpoch, counterpart.leaderEpoch().orElse(-1));
            add(counterpart.offset(), target.offset());
        }
    }

    private @Nullable ConsumerRecord<byte[], byte[]> counterpart(ConsumerRecord<byte[], byte[]> target) {
        if (ahead.isEmpty() && source.hasNext()) {
            lookAhead();
        }
        int passed = 0;
        for (ConsumerRecord<byte[], byte[]> candidate : ahead) {
            if (same(candidate, target)) {
                return take(passed);
            }
            passed++;
            if (holes == Holes.NONE) {
                return null;
            }
        }
        while (holes != Holes.NONE && source.hasNext() && ahead.size() < LOOK_AHEAD && aheadBytes < LOOK_AHEAD_BYTES) {
            if (same(lookAhead(), target)) {
                return take(ahead.size() - 1);
            }
        }
        return null;
    }

    private ConsumerRecord<byte[], byte[]> lookAhead() {
        ConsumerRecord<byte[], byte[]> record = Objects.requireNonNull(source.next());
        ahead.add(record);
        aheadBytes += bytes(record);
        return record;
    }

    private static long bytes(ConsumerRecord<byte[], byte[]> record) {
        return (long) Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize()) + 256;
    }

    private ConsumerRecord<byte[], byte[]> take(int passed) {
        for (int i = 0; i < passed; i++) {
            passOver(removeFirst());
        }
        return removeFirst();
    }

    private ConsumerRecord<byte[], byte[]> removeFirst() {
        ConsumerRecord<byte[], byte[]> first = ahead.removeFirst();
        aheadBytes -= bytes(first);
        return first;
    }

    private void passOver(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            trusted = Math.min(trusted, matched);
        } else {
            unreplaced.putIfAbsent(ByteBuffer.wrap(record.key()), matched);
        }
    }

    private void replace(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() != null) {
            unreplaced.remove(ByteBuffer.wrap(record.key()));
        }
    }

    private void add(long sourceOffset, long targetOffset) {
        Run before = last;
        if (before != null && before.sourceEnd() == sourceOffset && before.targetEnd() == targetOffset) {
            last = new Run(before.sourceBase(), before.targetBase(), before.count() + 1);
        } else {
            if (before != null) {
                runs.add(before);
            }
            last = new Run(sourceOffset, targetOffset, 1);
        }
    }

    private Found found() {
        Run open = last;
        if (open != null) {
            runs.add(open);
        }
        long certain = matched;
        if (holes == Holes.REPLACED) {
            certain = Math.min(certain, trusted);
            for (long before : unreplaced.values()) {
                certain = Math.min(certain, before);
            }
        }
        return certain == matched
                ? new Found(List.copyOf(runs), matched, foreign, firstForeign, leaderEpoch)
                : only(certain);
    }

    /** What was found, up to a record that may never have arrived; what lies behind it is copied again. */
    private Found only(long certain) {
        List<Run> kept = new ArrayList<>();
        long left = certain;
        long first = -1;
        for (Run run : runs) {
            long count = Math.min(left, run.count());
            if (count > 0) {
                kept.add(new Run(run.sourceBase(), run.targetBase(), count));
                left -= count;
            }
            if (count < run.count() && first < 0) {
                first = run.targetBase() + count;
            }
        }
        long firstStranger = firstForeign < 0 ? first : Math.min(first, firstForeign);
        return new Found(List.copyOf(kept), certain, foreign + matched - certain, firstStranger, leaderEpoch);
    }

    /** Whether a target record is a copy of a source record, as this library writes copies (invariant F). */
    public static boolean same(ConsumerRecord<byte[], byte[]> source, ConsumerRecord<byte[], byte[]> target) {
        boolean timestampKept = target.timestampType() == TimestampType.CREATE_TIME && source.timestamp() >= 0;
        return (!timestampKept || source.timestamp() == target.timestamp())
                && Arrays.equals(source.key(), target.key())
                && Arrays.equals(source.value(), target.value())
                && sameHeaders(source.headers().toArray(), target.headers().toArray());
    }

    private static boolean sameHeaders(Header[] source, Header[] target) {
        if (source.length != target.length) {
            return false;
        }
        for (int i = 0; i < source.length; i++) {
            if (!source[i].key().equals(target[i].key()) || !Arrays.equals(source[i].value(), target[i].value())) {
                return false;
            }
        }
        return true;
    }
}
