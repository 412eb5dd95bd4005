package io.mirrorkit.examples.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Reads as many records of a topic as fit in memory, and then writes them to the target, over and over, until there are as many as in the
 * topic.
 */
public final class FromMemoryMain {

    private static final long MEMORY_BYTES = 200_000_000;

    private final Route route;

    private FromMemoryMain(Route route) {
        this.route = route;
    }

    /**
     * Writes, and waits until the JVM is killed.
     *
     * @param args a route, whose topics are the name of one
     * @throws InterruptedException never
     */
    public static void main(String[] args) throws InterruptedException {
        new FromMemoryMain(Route.ofArguments(Arrays.asList(args))).run();
        new CountDownLatch(1).await();
    }

    private void run() throws InterruptedException {
        List<TopicPartition> partitions = partitions();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", route.sourceServers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            long all = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            write(read(consumer, all), all);
        }
    }

    private List<TopicPartition> partitions() throws InterruptedException {
        try (Admin source = Admin.create(Map.of("bootstrap.servers", route.sourceServers()));
                Admin target = Admin.create(Map.of("bootstrap.servers", route.targetServers()))) {
            List<TopicPartition> partitions =
                    Answers.of(source.describeTopics(List.of(route.topics())).allTopicNames()).values().stream()
                            .flatMap(topic -> topic.partitions().stream()
                                    .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                            .toList();
            Topics.create(target, List.of(new NewTopic(route.remote(route.topics()), partitions.size(), (short) 1)));
            return partitions;
        }
    }

    private List<ProducerRecord<byte[], byte[]>> read(KafkaConsumer<byte[], byte[]> consumer, long atMost) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        long bytes = 0;
        while (records.size() < atMost && bytes < MEMORY_BYTES) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                records.add(new ProducerRecord<>(
                        route.remote(record.topic()),
                        record.partition(),
                        record.timestamp(),
                        record.key(),
                        record.value()));
                bytes += record.serializedKeySize() + record.serializedValueSize();
            }
        }
        return records;
    }

    private void write(List<ProducerRecord<byte[], byte[]>> records, long all) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                route.targetServers(),
                "acks",
                "all",
                "compression.type",
                route.codec().type(),
                "batch.size",
                512 << 10,
                "linger.ms",
                50,
                "buffer.memory",
                128 << 20,
                "max.request.size",
                8 << 20);
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long written = 0; written < all; written++) {
                producer.send(records.get((int) (written % records.size())));
            }
        }
    }
}
