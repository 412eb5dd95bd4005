package io.mirrorkit.examples.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Topics of up to 100 partitions, with one record in each partition.
 *
 * @param partitions how many in all
 */
record ManyPartitions(int partitions) {

    private static final int PER_TOPIC = 100;

    /** How often is looked: each look asks for the ends of all partitions. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private String prefix() {
        return "of-" + partitions;
    }

    /** A regular expression. */
    String pattern() {
        return prefix() + "-[0-9]+";
    }

    private Map<String, Integer> topics() {
        Map<String, Integer> topics = new HashMap<>();
        for (int first = 0; first < partitions; first += PER_TOPIC) {
            topics.put(prefix() + "-" + first / PER_TOPIC, Math.min(PER_TOPIC, partitions - first));
        }
        return topics;
    }

    void load(Clusters clusters) throws InterruptedException {
        List<NewTopic> topics = new ArrayList<>();
        topics().forEach((topic, size) -> topics.add(new NewTopic(topic, size, (short) 1)));
        Topics.create(clusters.source().admin(), topics);
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                clusters.source().clientProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
            topics().forEach((topic, size) -> {
                for (int partition = 0; partition < size; partition++) {
                    producer.send(
                            new ProducerRecord<>(topic, partition, new byte[] {1}, new byte[100]), (written, error) -> {
                                if (error != null) {
                                    failure.set(error);
                                }
                            });
                }
            });
        }
        if (failure.get() != null) {
            throw new MeasurementException("a record was not written to the source", failure.get());
        }
    }

    /** Watches the copies of all topics. */
    Arrivals arrivals(Clusters clusters, Route route) {
        Map<String, Integer> remote = new HashMap<>();
        topics().forEach((topic, size) -> remote.put(route.remote(topic), size));
        return new Arrivals(clusters.target().admin(), remote, PAUSE);
    }
}
