package io.mirrorkit.core.internal.ledger;

import com.google.common.collect.AbstractIterator;
import io.mirrorkit.api.errors.ClusterUnavailableException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The records of one partition between two offsets, read as they are asked for. */
final class PartitionRecords extends AbstractIterator<ConsumerRecord<byte[], byte[]>> {

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final long end;
    private final Duration patience;
    private Iterator<ConsumerRecord<byte[], byte[]>> batch =
            List.<ConsumerRecord<byte[], byte[]>>of().iterator();

    /**
     * Records from {@code start} up to {@code end}.
     *
     * @param patience how long to wait for any progress
     */
    PartitionRecords(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, long start, long end, Duration patience) {
        this.consumer = consumer;
        this.partition = partition;
        this.end = end;
        this.patience = patience;
        consumer.assign(List.of(partition));
        consumer.seek(partition, start);
    }

    @Override
    protected @Nullable ConsumerRecord<byte[], byte[]> computeNext() {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!batch.hasNext()) {
            if (consumer.position(partition, patience) >= end) {
                return endOfData();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new ClusterUnavailableException(
                        "Reading " + partition + " made no progress for " + patience.toSeconds() + " s.",
                        "check that the partition has a leader.");
            }
            batch = consumer.poll(Duration.ofMillis(200)).records(partition).iterator();
        }
        ConsumerRecord<byte[], byte[]> record = batch.next();
        return record.offset() < end ? record : endOfData();
    }
}
