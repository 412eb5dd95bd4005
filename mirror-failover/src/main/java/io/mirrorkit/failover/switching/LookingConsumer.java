package io.mirrorkit.failover.switching;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.KafkaMetric;

/** The calls that only look at the cluster which the consumer works on. They are passed on as they are. */
abstract class LookingConsumer<K, V> implements Consumer<K, V> {

    /** Asks the client that is open, or else throws {@link ClusterSwitchedException}. */
    abstract <T> T ask(Function<Consumer<K, V>, T> question);

    private void tell(java.util.function.Consumer<Consumer<K, V>> order) {
        ask(client -> {
            order.accept(client);
            return true;
        });
    }

    @Override
    public long position(TopicPartition partition) {
        return ask(client -> client.position(partition));
    }

    @Override
    public long position(TopicPartition partition, Duration timeout) {
        return ask(client -> client.position(partition, timeout));
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        return ask(client -> client.committed(partitions));
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions, Duration timeout) {
        return ask(client -> client.committed(partitions, timeout));
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        tell(client -> client.seek(partition, offset));
    }

    @Override
    public void seek(TopicPartition partition, OffsetAndMetadata offset) {
        tell(client -> client.seek(partition, offset));
    }

    @Override
    public void seekToBeginning(Collection<TopicPartition> partitions) {
        tell(client -> client.seekToBeginning(partitions));
    }

    @Override
    public void seekToEnd(Collection<TopicPartition> partitions) {
        tell(client -> client.seekToEnd(partitions));
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        return ask(client -> client.clientInstanceId(timeout));
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return ask(Consumer::metrics);
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        tell(client -> client.registerMetricForSubscription(metric));
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        tell(client -> client.unregisterMetricFromSubscription(metric));
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        return ask(client -> client.partitionsFor(topic));
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
        return ask(client -> client.partitionsFor(topic, timeout));
    }

    @Override
    public Map<String, List<PartitionInfo>> listTopics() {
        return ask(client -> client.listTopics());
    }

    @Override
    public Map<String, List<PartitionInfo>> listTopics(Duration timeout) {
        return ask(client -> client.listTopics(timeout));
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> timestamps) {
        return ask(client -> client.offsetsForTimes(timestamps));
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> timestamps, Duration timeout) {
        return ask(client -> client.offsetsForTimes(timestamps, timeout));
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
        return ask(client -> client.beginningOffsets(partitions));
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        return ask(client -> client.beginningOffsets(partitions, timeout));
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
        return ask(client -> client.endOffsets(partitions));
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        return ask(client -> client.endOffsets(partitions, timeout));
    }

    @Override
    public OptionalLong currentLag(TopicPartition partition) {
        return ask(client -> client.currentLag(partition));
    }

    @Override
    public void enforceRebalance() {
        tell(Consumer::enforceRebalance);
    }

    @Override
    public void enforceRebalance(String reason) {
        tell(client -> client.enforceRebalance(reason));
    }
}
