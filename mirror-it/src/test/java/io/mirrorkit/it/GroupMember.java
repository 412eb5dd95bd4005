package io.mirrorkit.it;

import io.mirrorkit.testing.TestCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The only member of a group: joins, works through a part of a topic, commits what it processed, and leaves.
 *
 * @param reset what it does in a partition without an offset; with {@code none} it fails
 */
record GroupMember(TestCluster cluster, String group, GroupProtocol protocol, String topic, String reset) {

    static final int ALL = Integer.MAX_VALUE;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Processes so many records of each partition, in order, and answers them. */
    List<ConsumerRecord<byte[], byte[]>> process(int... atMost) {
        Map<String, Object> properties = new HashMap<>(cluster.clientProperties());
        properties.put("group.id", group);
        properties.put("group.protocol", protocol.name().toLowerCase(Locale.ROOT));
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", reset);
        properties.put("enable.auto.commit", false);
        properties.put("max.poll.records", 37);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            return new Work(consumer, topic, atMost).run();
        }
    }

    private static final class Work {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final int[] left;
        private final List<TopicPartition> partitions = new ArrayList<>();
        private final Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        private final List<ConsumerRecord<byte[], byte[]>> processed = new ArrayList<>();

        Work(KafkaConsumer<byte[], byte[]> consumer, String topic, int... atMost) {
            this.consumer = consumer;
            this.left = atMost.clone();
            for (int number = 0; number < atMost.length; number++) {
                partitions.add(new TopicPartition(topic, number));
            }
        }

        List<ConsumerRecord<byte[], byte[]>> run() {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!done()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(
                            "processed " + processed.size() + " records only, assigned " + consumer.assignment());
                }
                consumer.poll(Duration.ofMillis(100)).forEach(this::process);
            }
            consumer.commitSync(next);
            return processed;
        }

        private void process(ConsumerRecord<byte[], byte[]> record) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (left[record.partition()] == 0) {
                next.putIfAbsent(partition, new OffsetAndMetadata(record.offset(), record.leaderEpoch(), ""));
                return;
            }
            left[record.partition()]--;
            processed.add(record);
            next.put(partition, new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
        }

        private boolean done() {
            if (consumer.assignment().size() < partitions.size()) {
                return false;
            }
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            return partitions.stream().allMatch(partition -> done(partition, ends.get(partition)));
        }

        private boolean done(TopicPartition partition, long end) {
            long position = consumer.position(partition);
            if (left[partition.partition()] == 0) {
                next.putIfAbsent(partition, new OffsetAndMetadata(position));
                return true;
            }
            if (position < end) {
                return false;
            }
            // Behind the last markers, where a consumer that read all stands.
            next.put(partition, new OffsetAndMetadata(position));
            return true;
        }
    }
}
