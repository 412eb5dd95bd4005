package io.mirrorkit.examples.benchmark;

import io.mirrorkit.testing.TestCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Writes to both brokers and reads from them before anything is measured: the first contestant must not find them colder than the last. */
final class WarmUp {

    private final Workload workload;

    WarmUp(long records) {
        this.workload = new Workload("warm-up-records", records, 1_000, Codec.LZ4, Batches.LARGE, 8);
    }

    void run(Clusters clusters) throws InterruptedException {
        for (TestCluster cluster : List.of(clusters.source(), clusters.target())) {
            workload.load(cluster);
            readAll(cluster);
        }
        clusters.removeCopies(Set.of());
    }

    private void readAll(TestCluster cluster) {
        List<TopicPartition> partitions = IntStream.range(0, workload.partitions())
                .mapToObj(partition -> new TopicPartition(workload.topic(), partition))
                .toList();
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            long left = workload.records();
            while (left > 0) {
                left -= consumer.poll(Duration.ofSeconds(1)).count();
            }
        }
    }
}
