package io.mirrorkit.examples.benchmark;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Times how long a group takes from the decision to switch to its first record: translation, commit, a new consumer, its first poll. */
final class FirstRecord {

    /** How the consumer comes to its partitions. */
    enum Way {
        ASSIGN(Metric.SWITCH_ASSIGN, "classic"),
        CONSUMER(Metric.SWITCH_CONSUMER, "consumer"),
        CLASSIC(Metric.SWITCH_CLASSIC, "classic");

        private final Metric metric;
        private final String protocol;

        Way(Metric metric, String protocol) {
            this.metric = metric;
            this.protocol = protocol;
        }

        Metric metric() {
            return metric;
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Trial trial;
    private final Route route;
    private final Workload workload;

    FirstRecord(Trial trial, Route route, Workload workload) {
        this.trial = trial;
        this.route = route;
        this.workload = workload;
    }

    double seconds(String group, Way way) throws InterruptedException {
        long startNanos = System.nanoTime();
        trial.contestant().copier().move(route, group);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(group, way)) {
            if (way == Way.ASSIGN) {
                assignWhatIsCommitted(consumer);
            } else {
                consumer.subscribe(List.of(route.remote(workload.topic())));
            }
            awaitRecord(consumer, startNanos);
            return (System.nanoTime() - startNanos) / 1e9;
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(String group, Way way) {
        Map<String, Object> config = new HashMap<>(trial.clusters().target().clientProperties());
        config.put("group.id", group);
        config.put("group.protocol", way.protocol);
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "none");
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void assignWhatIsCommitted(KafkaConsumer<byte[], byte[]> consumer) {
        Set<TopicPartition> partitions = new HashSet<>();
        for (int partition = 0; partition < workload.partitions(); partition++) {
            partitions.add(new TopicPartition(route.remote(workload.topic()), partition));
        }
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(partitions);
        partitions.removeIf(partition -> committed.get(partition) == null);
        consumer.assign(partitions);
    }

    private static void awaitRecord(KafkaConsumer<byte[], byte[]> consumer, long startNanos) {
        while (consumer.poll(Duration.ofMillis(10)).isEmpty()) {
            if (System.nanoTime() - startNanos > PATIENCE.toNanos()) {
                throw new MeasurementException(
                        "no record was read within " + PATIENCE.toSeconds() + " s after the switch");
            }
        }
    }
}
