package io.mirrorkit.failover.internal;

import io.mirrorkit.api.ledger.Anchor;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds records inside merged stretches by counting: where the source had no holes, the source offset {@code ahead} offsets behind the
 * stretch's base is its record number {@code ahead}. A count that differs from the stretch's own is not used. Thread-safe.
 */
public final class AnchorCounter {

    /**
     * Where a record is looked for.
     *
     * @param remote the remote partition
     * @param anchor the merged stretch
     * @param ahead how many records of the stretch lie before it
     */
    public record Wanted(TopicPartition remote, Anchor anchor, long ahead) {}

    /**
     * What counting found.
     *
     * @param offsets the records' offsets on the target
     * @param unfinished what the deadline cut off
     */
    public record Counts(Map<Wanted, Long> offsets, Set<Wanted> unfinished) {

        /** Nothing was counted. */
        public static final Counts NONE = new Counts(Map.of(), Set.of());

        /** Copies the collections. */
        public Counts {
            offsets = Map.copyOf(offsets);
            unfinished = Set.copyOf(unfinished);
        }
    }

    private record Stretch(TopicPartition remote, Anchor anchor) {}

    private final TopicReader reader;

    /** Reads through this reader. */
    public AnchorCounter(TopicReader reader) {
        this.reader = reader;
    }

    /** Counts, reading each stretch once however many records of it are looked for. */
    public Counts count(Collection<Wanted> wanted, Deadline deadline) {
        Map<Wanted, Long> offsets = new HashMap<>();
        Set<Wanted> unfinished = new HashSet<>();
        wanted.stream()
                .collect(Collectors.groupingBy(one -> new Stretch(one.remote(), one.anchor()), Collectors.toSet()))
                .forEach((stretch, records) -> {
                    Counting counting = new Counting(records);
                    if (counting.run(stretch, deadline)) {
                        offsets.putAll(counting.found);
                    } else if (deadline.passed()) {
                        unfinished.addAll(records);
                    }
                });
        return new Counts(offsets, unfinished);
    }

    /** One pass over a stretch. */
    private final class Counting {
        private final Map<Long, Wanted> byNumber = new HashMap<>();
        private final Map<Wanted, Long> found = new HashMap<>();
        private long count;

        Counting(Set<Wanted> wanted) {
            wanted.forEach(one -> byNumber.put(one.ahead(), one));
        }

        boolean run(Stretch stretch, Deadline deadline) {
            Anchor anchor = stretch.anchor();
            boolean ended = reader.readRange(
                    stretch.remote(),
                    anchor.targetBase(),
                    anchor.targetEnd(),
                    deadline,
                    record -> take(record.offset()));
            return ended && count == anchor.records();
        }

        private void take(long offset) {
            Wanted wanted = byNumber.get(count++);
            if (wanted != null) {
                found.put(wanted, offset);
            }
        }
    }
}
