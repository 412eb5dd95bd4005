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
     * How many records a group reads again; all before its place where its offset is not translated.
     *
     * @param positions where it stood, by partition of the source
     * @param translated where it goes on, by partition of the target
     * @throws MeasurementException if records are skipped, which no copier may do
     */
    long of(Map<TopicPartition, Long> positions, Map<TopicPartition, Long> translated, Route route) {
        long again = 0;
        for (Map.Entry<TopicPartition, Long> stood : positions.entrySet()) {
            TopicPartition source = stood.getKey();
            TopicPartition remote = new TopicPartition(route.remote(source.topic()), source.partition());
            Long offset = translated.get(remote);
            again += offset == null ? stood.getValue() : of(remote, offset, stood.getValue());
        }
        return again;
    }

    private long of(TopicPartition remote, long offset, long position) {
        long again = position - sourceOffset(remote, offset);
        if (again < 0) {
            throw new MeasurementException("at " + remote + " " + -again + " records would be skipped");
        }
        return again;
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
