package io.mirrorkit.failover.switching;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.jspecify.annotations.Nullable;

/**
 * A producer that goes to the other cluster when its {@link ClusterSwitch} says so. It writes to the application's own topics there, which have
 * to exist; their records come back to the first cluster by the reverse flow.
 *
 * <p><b>A planned switch</b> has it finish: an open transaction may be ended, all records are sent, the client is closed, and only then does the
 * switch go on. {@code send} waits meanwhile, up to {@code max.block.ms}, and then throws Kafka's {@code TimeoutException}.
 *
 * <p><b>An unplanned one</b> closes the client at once. Records that the lost cluster had not acknowledged are handed to a {@link HandBack}, which
 * decides whether they are sent again; without one they are dropped. Either way their futures and callbacks tell what became of them. Those
 * of a transaction are never sent again.
 *
 * <p><b>A transaction</b> that a switch interrupts fails with {@link ClusterSwitchedException} at its next call; {@code abortTransaction} does
 * nothing then, and {@code beginTransaction} begins anew on the other cluster. Whether a transaction was committed whose {@code
 * commitTransaction} throws that exception is not known.
 *
 * <p>A process that was frozen over a switch may write what lay in its buffer when it wakes, before it learns of the switch. Broker-side fences
 * are the only cure.
 *
 * <p>Thread-safe, as {@link KafkaProducer} is.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class SwitchableProducer<K, V> implements Producer<K, V> {

    private final ProducerSeat<K, V> seat;
    private final TransactionDesk<K, V> transactions;

    private SwitchableProducer(Builder<K, V> builder) {
        transactions = new TransactionDesk<>();
        HandBack<K, V> handBack =
                builder.handBack == null ? (record, cluster) -> HandBack.Decision.DROP : builder.handBack;
        seat = new ProducerSeat<>(
                builder.clusters, builder.factory, Map.copyOf(builder.properties), handBack, transactions::open);
        transactions.of(seat);
        builder.clusters.enlist(seat);
    }

    /**
     * Begins a producer that is made with {@link KafkaProducer}'s constructor of properties.
     *
     * @param clusters tells it where to work
     * @param properties what it has on both clusters: serializers and so on; without what {@link ClusterSwitch.Builder#cluster} gives. Copied
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return a builder
     */
    public static <K, V> Builder<K, V> builder(ClusterSwitch clusters, Map<String, ?> properties) {
        return new Builder<>(clusters, properties, (cluster, all) -> new KafkaProducer<>(all));
    }

    /**
     * Begins a producer that is made with a factory.
     *
     * @param clusters tells it where to work
     * @param properties what it has on both clusters, as in {@link #builder(ClusterSwitch, Map)}; {@code transactional.id} and
     *     {@code max.block.ms} are taken from here and must not be changed by the factory
     * @param factory makes the client of a cluster
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return a builder
     */
    public static <K, V> Builder<K, V> builder(
            ClusterSwitch clusters, Map<String, ?> properties, ProducerFactory<K, V> factory) {
        return new Builder<>(clusters, properties, factory);
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<K, V> record) {
        return send(record, null);
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<K, V> record, @Nullable Callback callback) {
        Delivery<K, V> delivery = new Delivery<>(record, callback);
        if (seat.transactional()) {
            transactions.within(open -> open.client().send(record, delivery.over(open)));
            return delivery.future();
        }
        OpenProducer<K, V> open = seat.sit();
        while (true) {
            try {
                open.client().send(record, delivery.over(open));
                return delivery.future();
            } catch (IllegalStateException | KafkaException e) {
                OpenProducer<K, V> next = seat.sit();
                if (next == open) {
                    throw e;
                }
                open = next;
            }
        }
    }

    @Override
    public void flush() {
        OpenProducer<K, V> open = seat.sit();
        open.client().flush();
        while (open.retired()) {
            seat.awaitLeft(open);
            open = seat.sit();
            open.client().flush();
        }
    }

    @Override
    public void initTransactions() {
        seat.sit().client().initTransactions();
        seat.initialised();
    }

    @Override
    public void beginTransaction() {
        transactions.begin();
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        transactions.within(open -> {
            if (groupMetadata instanceof SwitchedGroupMetadata metadata && metadata.switchEpoch() != open.since()) {
                throw new ClusterSwitchedException("The offsets are of the time before the switch of epoch "
                        + Math.max(open.since(), metadata.switchEpoch())
                        + ", and one of consumer and producer is on the other cluster. Abort the transaction, poll, and do its work"
                        + " again.");
            }
            open.client().sendOffsetsToTransaction(offsets, groupMetadata);
            return true;
        });
    }

    @Override
    public void commitTransaction() {
        transactions.commit();
    }

    @Override
    public void abortTransaction() {
        transactions.abort();
    }

    private <T> T ask(Function<Producer<K, V>, T> question) {
        return question.apply(seat.sit().client());
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        seat.sit().client().registerMetricForSubscription(metric);
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        seat.sit().client().unregisterMetricFromSubscription(metric);
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        return ask(client -> client.partitionsFor(topic));
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return ask(Producer::metrics);
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        return ask(client -> client.clientInstanceId(timeout));
    }

    @Override
    public void close() {
        close(Duration.ofMillis(Long.MAX_VALUE));
    }

    @Override
    public void close(Duration timeout) {
        seat.close(timeout);
    }

    /** Builds a {@link SwitchableProducer}. Not thread-safe. */
    public static final class Builder<K, V> {
        private final ClusterSwitch clusters;
        private final Map<String, Object> properties;
        private final ProducerFactory<K, V> factory;
        private @Nullable HandBack<K, V> handBack;

        private Builder(ClusterSwitch clusters, Map<String, ?> properties, ProducerFactory<K, V> factory) {
            this.clusters = clusters;
            this.properties = new HashMap<>(properties);
            this.factory = factory;
        }

        /**
         * Who decides about records that a lost cluster had not acknowledged.
         *
         * @param decider the callback; by default such records are dropped, and their futures and callbacks say so
         * @return this
         */
        public Builder<K, V> handBack(HandBack<K, V> decider) {
            Checks.once("handBack", handBack);
            handBack = decider;
            return this;
        }

        /**
         * Makes the producer. Opens no client; the first call that needs one does.
         *
         * @return the producer, which the caller closes before its {@link ClusterSwitch}
         */
        public SwitchableProducer<K, V> build() {
            return new SwitchableProducer<>(this);
        }
    }
}
