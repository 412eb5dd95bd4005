package io.mirrorkit.examples.benchmark;

import io.mirrorkit.testing.BrokerProcess;
import io.mirrorkit.testing.TestCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Two brokers, each in a JVM of its own, with data in temporary directories that go with them. */
final class Clusters implements AutoCloseable {

    /** The test kit's brokers are made quick to react; these are as brokers are by default again. */
    private static final Map<String, String> STOCK = Map.of(
            "group.initial.rebalance.delay.ms", "3000",
            "broker.session.timeout.ms", "9000",
            "broker.heartbeat.interval.ms", "2000",
            "log.retention.check.interval.ms", "300000",
            "log.cleaner.backoff.ms", "15000",
            "log.cleaner.min.cleanable.ratio", "0.5",
            "transaction.abort.timed.out.transaction.cleanup.interval.ms", "10000",
            "offsets.topic.num.partitions", "50",
            "transaction.state.log.num.partitions", "50");

    /** So that what was copied makes room for what comes next. */
    private static final Map<String, String> OF_THIS_PROGRAM = Map.of("file.delete.delay.ms", "1000");

    private static final Set<String> OF_THE_BROKER = Set.of("__consumer_offsets", "__transaction_state");

    private final BrokerProcess source;
    private final BrokerProcess target;
    private final Thread atTheEnd = new Thread(this::closeBoth, "benchmark-end");

    private Clusters(BrokerProcess source, BrokerProcess target) {
        this.source = source;
        this.target = target;
    }

    /** Starts both at once; takes a few seconds. If somebody interrupts the program, they are tidied up too. */
    static Clusters start() throws InterruptedException {
        CompletableFuture<BrokerProcess> source = CompletableFuture.supplyAsync(Clusters::startOne);
        CompletableFuture<BrokerProcess> target = CompletableFuture.supplyAsync(Clusters::startOne);
        try {
            Clusters clusters = new Clusters(source.join(), target.join());
            Runtime.getRuntime().addShutdownHook(clusters.atTheEnd);
            clusters.createCoordinators();
            return clusters;
        } catch (CompletionException e) {
            source.whenComplete((broker, failure) -> closeIfAny(broker));
            target.whenComplete((broker, failure) -> closeIfAny(broker));
            throw new IllegalStateException("a broker did not start", e.getCause());
        }
    }

    private static BrokerProcess startOne() {
        BrokerProcess.Builder builder = BrokerProcess.builder().behindProxy();
        STOCK.forEach(builder::property);
        OF_THIS_PROGRAM.forEach(builder::property);
        return builder.start();
    }

    private static void closeIfAny(@Nullable BrokerProcess broker) {
        if (broker != null) {
            broker.close();
        }
    }

    /** Brokers make the topics of groups and transactions on first use: here, rather than in the first contestant's time. */
    private void createCoordinators() throws InterruptedException {
        for (BrokerProcess cluster : List.of(source, target)) {
            Answers.of(cluster.admin()
                    .createTopics(List.of(new NewTopic("warm-up", 1, (short) 1)))
                    .all());
            Answers.of(cluster.admin()
                    .alterConsumerGroupOffsets(
                            "warm-up", Map.of(new TopicPartition("warm-up", 0), new OffsetAndMetadata(0)))
                    .all());
            Map<String, Object> config = new HashMap<>(cluster.clientProperties());
            config.put("transactional.id", "warm-up");
            try (Producer<byte[], byte[]> producer =
                    new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
                producer.initTransactions();
            }
            removeTopics(cluster, Set.of());
        }
    }

    BrokerProcess source() {
        return source;
    }

    BrokerProcess target() {
        return target;
    }

    /** Where copiers reach the source. */
    String sourceServers(Duration roundTrip) {
        return servers(source, roundTrip);
    }

    /** Where copiers reach the target. */
    String targetServers(Duration roundTrip) {
        return servers(target, roundTrip);
    }

    /** The broker itself, or a proxy of this JVM in front of it that delays either direction by half the round trip. */
    private static String servers(BrokerProcess broker, Duration roundTrip) {
        if (roundTrip.isZero()) {
            return broker.bootstrapServers();
        }
        broker.proxy().delay(roundTrip.dividedBy(2));
        return broker.proxy().bootstrapServers();
    }

    /** The topics on the source, but the broker's own. */
    Set<String> sourceTopics() throws InterruptedException {
        return Set.copyOf(topics(source));
    }

    /** Removes everything that copiers left on either cluster, and returns when it has gone. */
    void removeCopies(Set<String> sourceTopics) throws InterruptedException {
        removeTopics(source, sourceTopics);
        removeTopics(target, Set.of());
    }

    private static void removeTopics(TestCluster cluster, Set<String> spared) throws InterruptedException {
        for (Set<String> left = topics(cluster); !spared.containsAll(left); left = topics(cluster)) {
            List<String> doomed =
                    left.stream().filter(topic -> !spared.contains(topic)).toList();
            for (var deleted :
                    cluster.admin().deleteTopics(doomed).topicNameValues().values()) {
                deleted.whenComplete((done, failure) -> {});
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static Set<String> topics(TestCluster cluster) throws InterruptedException {
        Set<String> names = new HashSet<>(Answers.of(cluster.admin()
                .listTopics(new ListTopicsOptions().listInternal(true))
                .names()));
        names.removeAll(OF_THE_BROKER);
        return names;
    }

    private void closeBoth() {
        source.close();
        target.close();
    }

    @Override
    public void close() {
        closeBoth();
        try {
            Runtime.getRuntime().removeShutdownHook(atTheEnd);
        } catch (IllegalStateException e) {
            // The JVM ends, and the hook runs.
        }
    }
}
