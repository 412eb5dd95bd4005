package io.mirrorkit.core.internal.ledger;

import io.mirrorkit.api.ledger.LogBounds;
import io.mirrorkit.core.internal.lane.Flight.TargetGap;
import io.mirrorkit.core.internal.lane.MirroredPartition;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares what lies on the target beyond the ledger with the source, record by record. Not thread-safe: it belongs to the control
 * thread, and has consumers of its own.
 */
public final class Reconciler implements AutoCloseable {

    private static final Duration FAREWELL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> source;
    private final Consumer<byte[], byte[]> target;
    private final Duration patience;

    /**
     * A reconciler.
     *
     * @param source reads the source as the lane does
     * @param target reads the target
     * @param patience how long to wait for a partition that does not move
     */
    public Reconciler(Consumer<byte[], byte[]> source, Consumer<byte[], byte[]> target, Duration patience) {
        this.source = source;
        this.target = target;
        this.patience = patience;
    }

    /**
     * Which source records lie unledgered on the target.
     *
     * @param sourceFrom the ledger's end on the source
     * @param targetFrom the ledger's end on the target
     * @param targetTo the target's log end
     */
    public RecordMatcher.Found unledgered(
            MirroredPartition partition, long sourceFrom, long targetFrom, long targetTo, RecordMatcher.Holes holes) {
        return RecordMatcher.match(
                sourceRecords(partition.source(), sourceFrom),
                new PartitionRecords(target, partition.remote(), targetFrom, targetTo, patience),
                holes);
    }

    /** Which source records lie in a stretch of the target that the flight did not write; {@code sourceFrom} on. */
    public RecordMatcher.Found inGap(MirroredPartition partition, long sourceFrom, TargetGap gap) {
        return unledgered(partition, sourceFrom, gap.from(), gap.to(), RecordMatcher.Holes.NONE);
    }

    /** The source's records from an offset, or from the log's start where that lies behind it, up to what can be read now. */
    private Iterator<ConsumerRecord<byte[], byte[]>> sourceRecords(TopicPartition partition, long from) {
        LogBounds bounds = bounds(source, partition);
        long start = Math.max(from, bounds.start());
        return start >= bounds.end()
                ? Collections.emptyIterator()
                : new PartitionRecords(source, partition, start, bounds.end(), patience);
    }

    private LogBounds bounds(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(List.of(partition), patience);
        Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(partition), patience);
        long start = starts.getOrDefault(partition, 0L);
        return new LogBounds(start, Math.max(start, ends.getOrDefault(partition, 0L)));
    }

    @Override
    public void close() {
        try {
            source.close(CloseOptions.timeout(FAREWELL));
        } finally {
            target.close(CloseOptions.timeout(FAREWELL));
        }
    }
}
