package io.mirrorkit.examples.quickstart;

import io.mirrorkit.testing.TestCluster;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A member of the group: processes records, and commits what it has processed and no more. Not thread-safe. */
final class Billing implements AutoCloseable {

    static final String GROUP = "billing";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private final Proof proof;

    private Billing(Consumer<byte[], byte[]> consumer, Proof proof) {
        this.consumer = consumer;
        this.proof = proof;
    }

    /** Joins the group on a cluster that it is new to, so that it begins at the beginning. */
    static Billing fromTheBeginning(TestCluster cluster, Proof proof, String... topics) {
        return join(cluster, "earliest", proof, topics);
    }

    /** Joins the group where it was moved to: a partition without an offset is an error, and not read from somewhere. */
    static Billing whereItWasMovedTo(TestCluster cluster, Proof proof, String... topics) {
        return join(cluster, "none", proof, topics);
    }

    private static Billing join(TestCluster cluster, String reset, Proof proof, String... topics) {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("group.id", GROUP);
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", reset);
        config.put("max.poll.records", 2_000);
        Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(topics), new PausedAtFirst(consumer));
        Billing billing = new Billing(consumer, proof);
        billing.awaitAssignment(topics.length * Workload.PARTITIONS);
        return billing;
    }

    private void awaitAssignment(int partitions) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.assignment().size() < partitions) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("group " + GROUP + " got no partitions within " + PATIENCE);
            }
            consumer.poll(Duration.ofMillis(100));
        }
    }

    /** Nothing is read before it is decided how far. */
    private record PausedAtFirst(Consumer<?, ?> consumer) implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            consumer.pause(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}
    }

    /** How many records its partitions hold. */
    Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(consumer.assignment());
    }

    /**
     * Reads each partition up to an offset, and no further.
     *
     * @return where the group stands now, as it was committed
     */
    Map<TopicPartition, Long> readUpTo(Map<TopicPartition, Long> goals) {
        Set<TopicPartition> open = new HashSet<>();
        Map<TopicPartition, Long> positions = new HashMap<>();
        goals.forEach((partition, goal) -> {
            long position = consumer.position(partition);
            positions.put(partition, position);
            if (position < goal) {
                open.add(partition);
            }
        });
        pauseAllBut(open);
        while (!open.isEmpty()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(500));
            for (TopicPartition partition : records.partitions()) {
                process(partition, records.records(partition), goals.getOrDefault(partition, 0L), positions);
            }
            open.removeIf(partition -> positions.getOrDefault(partition, 0L) >= goals.getOrDefault(partition, 0L));
            pauseAllBut(open);
        }
        Map<TopicPartition, OffsetAndMetadata> commit = new HashMap<>();
        positions.forEach((partition, position) -> commit.put(partition, new OffsetAndMetadata(position)));
        consumer.commitSync(commit);
        return Map.copyOf(positions);
    }

    private void process(
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> records,
            long goal,
            Map<TopicPartition, Long> positions) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.offset() >= goal) {
                // The next one to process, if anybody reads on.
                consumer.seek(partition, record.offset());
                return;
            }
            proof.process(Workload.id(record));
            positions.put(partition, record.offset() + 1);
        }
    }

    private void pauseAllBut(Collection<TopicPartition> open) {
        consumer.pause(consumer.assignment());
        consumer.resume(open);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
