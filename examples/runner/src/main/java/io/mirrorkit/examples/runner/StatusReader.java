package io.mirrorkit.examples.runner;

import io.mirrorkit.api.errors.AccessDeniedException;
import io.mirrorkit.api.errors.ClusterUnavailableException;
import io.mirrorkit.api.errors.FlowRefusedException;
import io.mirrorkit.api.ledger.InternalTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a flow's status topic to the end that it has when the reading begins, in the caller's thread. */
final class StatusReader {

    private static final Duration POLL = Duration.ofMillis(200);

    private final String flow;
    private final ClientProperties target;
    private final long endNanos;

    private StatusReader(String flow, ClientProperties target, Duration deadline) {
        this.flow = flow;
        this.target = target;
        this.endNanos = System.nanoTime() + deadline.toNanos();
    }

    /**
     * What the status topic says. If the deadline comes in between, the snapshot says that it is not complete.
     *
     * @throws FlowRefusedException if the target has no status topic of the flow
     * @throws AccessDeniedException if the target refuses the user
     * @throws ClusterUnavailableException if it does not answer at all
     */
    static FlowSnapshot read(String flow, ClientProperties target, Duration deadline) {
        return new StatusReader(flow, target, deadline).read();
    }

    private FlowSnapshot read() {
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer);
            FlowSnapshot.Builder builder = new FlowSnapshot.Builder();
            boolean complete = readTo(consumer, partitions, builder);
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            return builder.build(flow, Instant.now(), complete);
        } catch (TimeoutException e) {
            throw new ClusterUnavailableException(
                    "Cluster \"" + target.cluster() + "\" (" + target.bootstrapServers() + ") did not answer in time.",
                    "check that its brokers run and that bootstrap.servers reaches them.",
                    e);
        } catch (AuthenticationException | AuthorizationException e) {
            throw new AccessDeniedException(
                    "Cluster \"" + target.cluster() + "\" refused a look at the flow's status: " + e.getMessage(),
                    "correct the cluster's security properties, or grant Read on " + InternalTopics.status(flow) + ".",
                    e);
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> config = new HashMap<>(target.forReading());
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "mirror-runner-status-" + flow);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private List<TopicPartition> partitions(Consumer<?, ?> consumer) {
        String topic = InternalTopics.status(flow);
        List<PartitionInfo> found = consumer.partitionsFor(topic, left());
        if (found == null || found.isEmpty()) {
            throw new FlowRefusedException(
                    "Cluster \"" + target.cluster() + "\" has no topic " + topic + ", so it knows no flow \"" + flow
                            + "\".",
                    "check the aliases and the flow's name; a flow that MirrorMaker 2 runs has none.");
        }
        return found.stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private boolean readTo(
            Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, FlowSnapshot.Builder builder) {
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, left());
        consumer.seekToBeginning(partitions);
        while (!atTheEnd(consumer, ends)) {
            if (left().isZero()) {
                return false;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                builder.add(record.key() == null ? new byte[0] : record.key(), record.value());
            }
        }
        return true;
    }

    private boolean atTheEnd(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey(), atLeastAMoment()) >= end.getValue());
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    private Duration atLeastAMoment() {
        return left().compareTo(POLL) < 0 ? POLL : left();
    }
}
