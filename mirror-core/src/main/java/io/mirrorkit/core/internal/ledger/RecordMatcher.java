package io.mirrorkit.core.internal.ledger;

import com.google.common.collect.Iterators;
import com.google.common.collect.PeekingIterator;
import io.mirrorkit.api.ledger.Run;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Finds which source records the target holds, by comparing them in order: the target's are a copy of the source's, in the same order,
 * with strangers in between and, where the target is compacted, with some removed.
 *
 * <p>Invariant <b>A</b>: a source record is passed over only on a compacted target, where a later one was found: the producer keeps the
 * order within a partition, so the earlier one had arrived.
 */
public final class RecordMatcher {

    private static final int LOOK_AHEAD = 100_000;

    /**
     * What was found.
     *
     * @param runs what the target holds of the source, in order
     * @param matched how many records that is
     * @param foreign how many target records have no counterpart in the source
     * @param firstForeign the target offset of the first of them, or -1
     */
    public record Found(List<Run> runs, long matched, long foreign, long firstForeign) {}

    private final PeekingIterator<ConsumerRecord<byte[], byte[]>> source;
    private final Deque<ConsumerRecord<byte[], byte[]>> ahead = new ArrayDeque<>();
    private final boolean compacted;

    private final List<Run> runs = new ArrayList<>();
    private @Nullable Run last;
    private long matched;
    private long foreign;
    private long firstForeign = -1;

    private RecordMatcher(Iterator<ConsumerRecord<byte[], byte[]>> source, boolean compacted) {
        this.source = Iterators.peekingIterator(source);
        this.compacted = compacted;
    }

    /**
     * Compares.
     *
     * @param source the source's records from the first that may be on the target
     * @param target the target's records
     * @param compacted whether the target may have removed records
     */
    public static Found match(
            Iterator<ConsumerRecord<byte[], byte[]>> source,
            Iterator<ConsumerRecord<byte[], byte[]>> target,
            boolean compacted) {
        RecordMatcher matcher = new RecordMatcher(source, compacted);
        target.forEachRemaining(matcher::accept);
        return matcher.found();
    }

    private void accept(ConsumerRecord<byte[], byte[]> target) {
        ConsumerRecord<byte[], byte[]> counterpart = counterpart(target);
        if (counterpart == null) {
            foreign++;
            firstForeign = firstForeign < 0 ? target.offset() : firstForeign;
        } else {
            matched++;
            add(counterpart.offset(), target.offset());
        }
    }

    private @Nullable ConsumerRecord<byte[], byte[]> counterpart(ConsumerRecord<byte[], byte[]> target) {
        if (ahead.isEmpty() && source.hasNext()) {
            ahead.add(Objects.requireNonNull(source.next()));
        }
        int passed = 0;
        for (ConsumerRecord<byte[], byte[]> candidate : ahead) {
            if (same(candidate, target)) {
                return take(passed);
            }
            passed++;
            if (!compacted) {
                return null;
            }
        }
        while (compacted && source.hasNext() && ahead.size() < LOOK_AHEAD) {
            ahead.add(Objects.requireNonNull(source.next()));
            if (same(ahead.getLast(), target)) {
                return take(ahead.size() - 1);
            }
        }
        return null;
    }

    private ConsumerRecord<byte[], byte[]> take(int passed) {
        for (int i = 0; i < passed; i++) {
            ahead.removeFirst();
        }
        return ahead.removeFirst();
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
        return new Found(List.copyOf(runs), matched, foreign, firstForeign);
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
