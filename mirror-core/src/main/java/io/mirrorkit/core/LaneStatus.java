package io.mirrorkit.core;

import io.mirrorkit.core.internal.engine.LaneSnapshot;
import io.mirrorkit.core.internal.lane.LaneCounters;
import io.mirrorkit.core.internal.lane.LaneCounters.Absent;
import io.mirrorkit.core.internal.lane.LaneCounters.Opened;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * How a flow's records travel, and what became of the batches that were read, since the engine started.
 *
 * <p>On the wire lane a batch passes as it is, or is opened and built anew for one of these reasons: {@code cropped} (it begins before the
 * position), {@code compacted} (records are missing in it), {@code log_append_time}, {@code old_format}, {@code codec} (the remote topic's
 * {@code compression.type} names another one), {@code too_large} (for the remote topic), {@code repacked} (small batches joined),
 * {@code refused} (a record that the target refused was looked for). Source offsets that hold nothing on the target are {@code control} (a
 * transaction's marker), {@code aborted} or {@code compacted}. The client lane sees records only: it counts the latter as {@code unknown}
 * and the former not at all.
 *
 * @param lane {@code wire} or {@code client}; empty until the flow has chosen
 * @param reason why it is this one
 * @param passedBatches batches that passed unopened
 * @param passedRecords records in them
 * @param passedBytes their bytes, compressed as they were
 * @param openedBatches batches of the source that were opened, by reason; reasons that did not occur are left out
 * @param builtBatches batches that were built from them
 * @param builtRecords records in those
 * @param builtBytes their bytes, compressed
 * @param absentOffsets source offsets that hold nothing on the target, by reason; reasons that did not occur are left out
 */
public record LaneStatus(
        String lane,
        String reason,
        long passedBatches,
        long passedRecords,
        long passedBytes,
        Map<String, Long> openedBatches,
        long builtBatches,
        long builtRecords,
        long builtBytes,
        Map<String, Long> absentOffsets) {

    /**
     * Copies the maps.
     *
     * @param lane the lane
     * @param reason why
     * @param passedBatches batches that passed
     * @param passedRecords records in them
     * @param passedBytes their bytes
     * @param openedBatches opened batches by reason
     * @param builtBatches built batches
     * @param builtRecords records in them
     * @param builtBytes their bytes
     * @param absentOffsets offsets by reason
     */
    public LaneStatus {
        openedBatches = Map.copyOf(openedBatches);
        absentOffsets = Map.copyOf(absentOffsets);
    }

    static LaneStatus of(LaneSnapshot snapshot) {
        LaneCounters counters = snapshot.counters();
        return new LaneStatus(
                snapshot.lane(),
                snapshot.reason(),
                counters.passedBatches(),
                counters.passedRecords(),
                counters.passedBytes(),
                byReason(Opened.class, counters::openedBatches),
                counters.builtBatches(),
                counters.builtRecords(),
                counters.builtBytes(),
                byReason(Absent.class, counters::absentOffsets));
    }

    private static <E extends Enum<E>> Map<String, Long> byReason(Class<E> reasons, ToLongFunction<E> counter) {
        Map<String, Long> counts = new TreeMap<>();
        for (E reason : reasons.getEnumConstants()) {
            long count = counter.applyAsLong(reason);
            if (count > 0) {
                counts.put(reason.name().toLowerCase(Locale.ROOT), count);
            }
        }
        return counts;
    }
}
