package io.mirrorkit.core.internal.ledger;

import io.mirrorkit.api.errors.ClusterUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads partitions from their beginning to where they end when the reading begins. */
public final class TopicScan {

    private TopicScan() {}

    /** Takes a record. */
    @FunctionalInterface
    public interface RecordConsumer {
        /** Called for each record in the order of its partition. */
        void accept(ConsumerRecord<byte[], byte[]> record);
    }

    /**
     * Reads partitions whole. With a read_committed consumer the end is the last stable offset.
     *
     * @throws ClusterUnavailableException if that takes longer than it may
     */
    public static void readAll(
            Consumer<byte[], byte[]> consumer,
            Collection<TopicPartition> partitions,
            Duration atMost,
            RecordConsumer action) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> open = new HashMap<>(consumer.endOffsets(partitions, atMost));
        read(consumer, open, atMost, action);
    }

    /** Reads the assigned partitions from their positions up to the given ends. */
    static void read(
            Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Duration atMost, RecordConsumer action) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Map<TopicPartition, Long> open = new HashMap<>(ends);
        // The position decides, not the last record: markers and compaction leave no record at the end.
        while (true) {
            open.entrySet().removeIf(entry -> consumer.position(entry.getKey(), atMost) >= entry.getValue());
            if (open.isEmpty()) {
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new ClusterUnavailableException(
                        "Reading " + open.keySet() + " took longer than " + atMost.toSeconds() + " s.",
                        "check that these partitions have leaders.");
            }
            consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
                if (end != null && record.offset() < end) {
                    action.accept(record);
                }
            });
        }
    }
}
