package io.mirrorkit.examples.benchmark;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts what a group reads again from where it was moved to, by the identity of the record that it would read first. */
final class ReadAgain implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Workload workload;
    private final KafkaConsumer<byte[], byte[]> consumer;

    ReadAgain(Clusters clusters, Workload workload) {
        this.workload = workload;
        Map<String, Object> config = new HashMap<>(clusters.target().clientProperties());
        config.put("max.poll.records", 1);
        config.put("max.partition.fetch.bytes", 1);
        this.consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * How many records lie between the one that is read first on the target and the group's place.
     *
     * @param remote the partition on the target
     * @param offset where the group goes on there
     * @param position where it stood on the source
     * @throws MeasurementException if records are skipped, which no copier may do
     */
    long count(TopicPartition remote, long offset, long position) {
        long count = position - sourceOffset(remote, offset);
        if (count < 0) {
            throw new MeasurementException("at " + remote + " " + -count + " records would be skipped");
        }
        return count;
    }

    private long sourceOffset(TopicPartition remote, long offset) {
        consumer.assign(List.of(remote));
        consumer.seek(remote, offset);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            Optional<ConsumerRecord<byte[], byte[]>> first =
                    consumer.poll(Duration.ofMillis(100)).records(remote).stream()
                            .findFirst();
            if (first.isPresent()) {
                return workload.offset(first.get().key());
            }
        }
        throw new MeasurementException("there is no record at offset " + offset + " of " + remote);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
