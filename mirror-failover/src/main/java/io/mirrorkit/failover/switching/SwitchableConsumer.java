package io.mirrorkit.failover.switching;

import io.mirrorkit.api.ledger.ControlState.Origin;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * A consumer that goes to the other cluster when its {@link ClusterSwitch} says so, and goes on there at the very record.
 *
 * <p><b>Topics.</b> The application subscribes to its own names. On each cluster that means the local topic and every remote topic that holds
 * records of the topic of that name, as far as it is there. {@link TopicPartition}s and {@code record.topic()} are physical ones. Patterns are
 * matched against the application's names; Kafka's own topics and MirrorKit's are left out. Partitions assigned by hand, and paused ones, become
 * those of all topics on the other cluster that hold the same records.
 *
 * <p><b>A switch</b> happens in {@code poll}: the rebalance listener is told that all partitions are lost, the client is closed on another
 * thread, and nothing is returned until the group's members have said where they were or the deadline has come. What was given to the
 * application before counts as its own business: it is not given again unless its member fails before it commits. Calls that wait for a lost
 * cluster are woken.
 *
 * <p><b>Commits.</b> From a switch to the next {@code poll} commits fail with {@link CommitFailedException}, as they do when a group has moved
 * on. Later, only offsets are taken that lie in what was delivered since; others would be those of the other cluster. During the settling of
 * a planned switch, commits are still taken until {@code poll}.
 *
 * <p><b>After a switch</b> a partition in which the group has no commit is read from its beginning, whatever {@code auto.offset.reset} says,
 * since records written during the switch would be passed over otherwise.
 *
 * <p>Threads as {@link KafkaConsumer}: one, but for {@link #wakeup()}. Calls that look at the cluster throw {@link ClusterSwitchedException}
 * while there is no client, before the first {@code poll} and between the clusters.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class SwitchableConsumer<K, V> extends LookingConsumer<K, V> {

    private final ConsumerSeat<K, V> seat;
    private final CommitDesk<K, V> commits;

    private SwitchableConsumer(Builder<K, V> builder) {
        boolean remoteFirst = builder.drainRemoteFirst;
        seat = new ConsumerSeat<>(
                builder.clusters, builder.factory, new ConsumerSettings(Map.copyOf(builder.properties), remoteFirst));
        commits = new CommitDesk<>(seat);
    }

    /**
     * Begins a consumer that is made with {@link KafkaConsumer}'s constructor of properties.
     *
     * @param clusters tells it where to work
     * @param properties what it has on both clusters: group, deserializers and so on; without what {@link ClusterSwitch.Builder#cluster} gives. Copied
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return a builder
     */
    public static <K, V> Builder<K, V> builder(ClusterSwitch clusters, Map<String, ?> properties) {
        return new Builder<>(clusters, properties, (cluster, all) -> new KafkaConsumer<>(all));
    }

    /**
     * Begins a consumer that is made with a factory.
     *
     * @param clusters tells it where to work
     * @param properties what it has on both clusters, as in {@link #builder(ClusterSwitch, Map)}; {@code group.id} and
     *     {@code enable.auto.commit} are taken from here and must not be changed by the factory
     * @param factory makes the client of a cluster
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return a builder
     */
    public static <K, V> Builder<K, V> builder(
            ClusterSwitch clusters, Map<String, ?> properties, ConsumerFactory<K, V> factory) {
        return new Builder<>(clusters, properties, factory);
    }

    @Override
    <T> T ask(Function<Consumer<K, V>, T> question) {
        OpenConsumer<K, V> open = seat.open()
                .orElseThrow(() -> new ClusterSwitchedException(
                        "The consumer is between clusters; look again after the next poll."));
        try {
            return question.apply(open.client());
        } catch (WakeupException e) {
            seat.throwIfWoken();
            throw new ClusterSwitchedException("The consumer is about to switch; look again after the next poll.", e);
        }
    }

    @Override
    public ConsumerRecords<K, V> poll(Duration timeout) {
        return seat.poll(timeout);
    }

    @Override
    public Set<TopicPartition> assignment() {
        return seat.open().map(open -> open.client().assignment()).orElse(Set.of());
    }

    @Override
    public Set<String> subscription() {
        return seat.open().map(open -> open.client().subscription()).orElse(Set.of());
    }

    @Override
    public void subscribe(Collection<String> topics) {
        want(topics.isEmpty() ? new Wish.Nothing() : new Wish.Topics(Set.copyOf(topics)), null);
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        want(topics.isEmpty() ? new Wish.Nothing() : new Wish.Topics(Set.copyOf(topics)), listener);
    }

    @Override
    public void subscribe(Pattern pattern) {
        want(new Wish.Matching(pattern), null);
    }

    @Override
    public void subscribe(Pattern pattern, ConsumerRebalanceListener listener) {
        want(new Wish.Matching(pattern), listener);
    }

    /** Matched by this consumer, not by the broker, so that it is the application's names that are matched. */
    @Override
    public void subscribe(SubscriptionPattern pattern) {
        want(new Wish.Matching(Pattern.compile(pattern.pattern())), null);
    }

    /** Matched by this consumer, not by the broker, so that it is the application's names that are matched. */
    @Override
    public void subscribe(SubscriptionPattern pattern, ConsumerRebalanceListener listener) {
        want(new Wish.Matching(Pattern.compile(pattern.pattern())), listener);
    }

    @Override
    public void assign(Collection<TopicPartition> partitions) {
        want(partitions.isEmpty() ? new Wish.Nothing() : new Wish.Partitions(Set.copyOf(partitions)), null);
    }

    @Override
    public void unsubscribe() {
        want(new Wish.Nothing(), null);
    }

    private void want(Wish wish, @Nullable ConsumerRebalanceListener listener) {
        seat.want(wish, Optional.ofNullable(listener));
    }

    @Override
    public Set<TopicPartition> paused() {
        Set<TopicPartition> paused = new HashSet<>(seat.paused());
        paused.retainAll(assignment());
        return paused;
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        seat.open().ifPresent(open -> open.client().pause(partitions));
        seat.paused().addAll(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        seat.paused().removeAll(partitions);
        seat.open().ifPresent(open -> open.client()
                .resume(partitions.stream()
                        .filter(partition -> !open.holds(partition))
                        .toList()));
    }

    @Override
    public void commitSync() {
        commits.sync(client -> client.commitSync());
    }

    @Override
    public void commitSync(Duration timeout) {
        commits.sync(client -> client.commitSync(timeout));
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        commits.sync(offsets, client -> client.commitSync(offsets));
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        commits.sync(offsets, client -> client.commitSync(offsets, timeout));
    }

    @Override
    public void commitAsync() {
        commits.async(Optional.empty());
    }

    @Override
    public void commitAsync(@Nullable OffsetCommitCallback callback) {
        commits.async(Optional.ofNullable(callback));
    }

    @Override
    public void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
        commits.async(new HashMap<>(offsets), Optional.ofNullable(callback));
    }

    /** {@inheritDoc} A {@link SwitchableProducer} tells by it whether offsets are of the cluster that it writes to. */
    @Override
    public ConsumerGroupMetadata groupMetadata() {
        String group = seat.group()
                .orElseThrow(() -> new InvalidGroupIdException("The consumer was built without a group.id."));
        return seat.open()
                .map(open -> new SwitchedGroupMetadata(
                        open.client().groupMetadata(),
                        open.origin().map(Origin::epoch).orElse(0L)))
                .orElseGet(() -> new SwitchedGroupMetadata(group));
    }

    @Override
    public void close() {
        seat.close(Optional.empty());
    }

    /** {@inheritDoc} */
    @Override
    @Deprecated(since = "Kafka 4.1")
    public void close(Duration timeout) {
        seat.close(Optional.of(CloseOptions.timeout(timeout)));
    }

    @Override
    public void close(CloseOptions options) {
        seat.close(Optional.of(options));
    }

    @Override
    public void wakeup() {
        seat.wakeup();
    }

    /** Builds a {@link SwitchableConsumer}. Not thread-safe. */
    public static final class Builder<K, V> {
        private final ClusterSwitch clusters;
        private final Map<String, Object> properties;
        private final ConsumerFactory<K, V> factory;
        private boolean drainRemoteFirst;

        private Builder(ClusterSwitch clusters, Map<String, ?> properties, ConsumerFactory<K, V> factory) {
            this.clusters = clusters;
            this.properties = new HashMap<>(properties);
            this.factory = factory;
        }

        /**
         * After a switch, holds each local partition until the remote ones that hold the same topic's records are read to the end that they
         * had when the local one was assigned: records written before the switch come before those written after it. By default both are
         * read side by side.
         *
         * @return this
         */
        public Builder<K, V> drainRemoteFirst() {
            drainRemoteFirst = true;
            return this;
        }

        /**
         * Makes the consumer. Opens no client; the first {@code poll} does.
         *
         * @return the consumer, which the caller closes before its {@link ClusterSwitch}
         * @throws KafkaException if the properties are wrong, at the first poll
         */
        public SwitchableConsumer<K, V> build() {
            return new SwitchableConsumer<>(this);
        }
    }
}
