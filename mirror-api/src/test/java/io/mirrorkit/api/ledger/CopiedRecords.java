package io.mirrorkit.api.ledger;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The records that were copied of a partition, one by one in plain sorted maps: the oracle that ledgers are compared with. */
final class CopiedRecords {

    private final long sourceStart;
    private final long targetStart;
    private final TreeMap<Long, Long> targetBySource = new TreeMap<>();
    private final TreeMap<Long, Long> sourceByTarget = new TreeMap<>();
    private long sourceEnd;
    private long targetEnd;
    private long deletedBelow;

    CopiedRecords(long sourceStart, long targetStart) {
        this.sourceStart = sourceStart;
        this.targetStart = targetStart;
        sourceEnd = sourceStart;
        targetEnd = targetStart;
    }

    CopiedRecords copy() {
        CopiedRecords copy = new CopiedRecords(sourceStart, targetStart);
        copy.targetBySource.putAll(targetBySource);
        copy.sourceByTarget.putAll(sourceByTarget);
        copy.sourceEnd = sourceEnd;
        copy.targetEnd = targetEnd;
        copy.deletedBelow = deletedBelow;
        return copy;
    }

    void add(long source, long target, long count) {
        for (long i = 0; i < count; i++) {
            targetBySource.put(source + i, target + i);
            sourceByTarget.put(target + i, source + i);
        }
        sourceEnd = source + count;
        targetEnd = target + count;
    }

    void passOver(long offsets) {
        sourceEnd += offsets;
    }

    /** The target has deleted the records below an offset, so the ledger may forget them. */
    void deletedBelow(long targetOffset) {
        deletedBelow = Math.max(deletedBelow, targetOffset);
    }

    /** Those that a ledger which begins at these offsets has to know. */
    CopiedRecords from(long newSourceStart, long newTargetStart) {
        CopiedRecords rest = new CopiedRecords(newSourceStart, newTargetStart);
        rest.targetBySource.putAll(targetBySource.tailMap(newSourceStart, true));
        rest.targetBySource.forEach((source, target) -> rest.sourceByTarget.put(target, source));
        rest.sourceEnd = sourceEnd;
        rest.targetEnd = targetEnd;
        return rest;
    }

    /** Whether a ledger that begins at a source offset still knows every record that the target holds. */
    boolean mayBeginAt(long newSourceStart) {
        return targetBySource.headMap(newSourceStart).values().stream().allMatch(target -> target < deletedBelow);
    }

    long sourceStart() {
        return sourceStart;
    }

    long targetStart() {
        return targetStart;
    }

    long sourceEnd() {
        return sourceEnd;
    }

    long targetEnd() {
        return targetEnd;
    }

    NavigableMap<Long, Long> targetBySource() {
        return targetBySource;
    }

    /** Where a group at a source offset has to go on: at its next record, or at the end. */
    long targetOf(long source) {
        Map.Entry<Long, Long> next = targetBySource.ceilingEntry(source);
        return next == null ? targetEnd : next.getValue();
    }

    /** The same from the target to the source. */
    long sourceOf(long target) {
        Map.Entry<Long, Long> next = sourceByTarget.ceilingEntry(target);
        return next == null ? sourceEnd : next.getValue();
    }

    boolean hasRecordFromSource(long source) {
        return targetBySource.ceilingKey(source) != null;
    }

    boolean hasRecordFromTarget(long target) {
        return sourceByTarget.ceilingKey(target) != null;
    }

    /** How many records lie in a range of source offsets. */
    long countOnSource(long from, long to) {
        return from < to ? targetBySource.subMap(from, to).size() : 0;
    }

    /** How many records lie in a range of target offsets. */
    long countOnTarget(long from, long to) {
        return from < to ? sourceByTarget.subMap(from, to).size() : 0;
    }

    @Override
    public String toString() {
        return "source " + sourceStart + ".." + sourceEnd + ", target " + targetStart + ".." + targetEnd
                + ", deleted below " + deletedBelow + ", records " + List.copyOf(targetBySource.entrySet());
    }
}
