package io.mirrorkit.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.ledger.HandOver;
import io.mirrorkit.failover.switching.ClusterSwitch;
import io.mirrorkit.failover.switching.SwitchEvent;
import io.mirrorkit.failover.switching.SwitchableConsumer;
import io.mirrorkit.it.SwitchingApp.Processed;
import io.mirrorkit.it.SwitchingApp.Start;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import io.mirrorkit.testing.TestCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumers that move between two clusters that both run: no record is given twice, and none is passed over. */
@Tag("long")
@SuppressWarnings("try")
class SwitchableConsumerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 3;

    private static final Flow FORTH = flow("a", "b");
    private static final Flow BACK = flow("b", "a");

    private static EmbeddedCluster a;
    private static EmbeddedCluster b;
    private static Replication replication;

    private static Flow flow(String source, String target) {
        return Replication.quick(source, target)
                .topics(TopicFilters.include("shop-.*"))
                .policy(NamingPolicies.prefix())
                .config("heartbeats.enabled", false)
                .build();
    }

    @BeforeAll
    static void start() {
        a = quickGroups();
        b = quickGroups();
        replication = Replication.start(Map.of("a", a, "b", b), FORTH, BACK);
    }

    /** Members of groups with the consumer protocol hear at once what changes. */
    private static EmbeddedCluster quickGroups() {
        return EmbeddedCluster.builder()
                .property("group.consumer.heartbeat.interval.ms", "200")
                .start();
    }

    @AfterAll
    static void stop() {
        replication.close();
        a.close();
        b.close();
    }

    private final List<Processed> log = new CopyOnWriteArrayList<>();
    private final List<String> written = new ArrayList<>();

    private static Start app(String topic) {
        return new Start(
                "app-" + topic, Map.of("a", a.clientProperties(), "b", b.clientProperties()), topic, FORTH, BACK);
    }

    private static void create(String topic) throws Exception {
        Clusters.create(a, topic, PARTITIONS);
        Clusters.create(b, topic, PARTITIONS);
    }

    /** Writes so many records to each partition. */
    private void write(TestCluster cluster, String topic, int count) {
        try (Producer<byte[], byte[]> producer = Records.producer(cluster, Map.of())) {
            for (int i = 0; i < count; i++) {
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    String id = topic + "-" + partition + "-" + written.size();
                    written.add(id);
                    producer.send(new ProducerRecord<>(topic, partition, id.getBytes(UTF_8), id.getBytes(UTF_8)));
                }
            }
        }
    }

    private void awaitProcessed(SwitchingApp... apps) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (SwitchingApp app : apps) {
                app.throwIfFailed();
            }
            assertThat(log.stream().map(Processed::id).distinct().count())
                    .as("%s", Stream.of(apps).map(SwitchingApp::events).toList())
                    .isEqualTo(written.size());
        });
    }

    private void assertExactlyOnce() {
        assertThat(log).extracting(Processed::id).containsExactlyInAnyOrderElementsOf(written);
    }

    private void awaitCopied(Flow flow, String topic) {
        replication.awaitCopied(flow, topic, PARTITIONS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void shouldGiveEveryRecordOnceWhenTheGroupGoesThereAndBack(String protocol) throws Exception {
        // Given
        String topic = "shop-there-" + protocol;
        create(topic);
        Start start = app(topic).properties(Map.of("group.protocol", protocol)).commitEvery(3);
        try (SwitchingApp one = start.instance("one", log);
                SwitchingApp two = start.instance("two", log)) {
            write(a, topic, 100);
            awaitProcessed(one, two);
            awaitCopied(FORTH, topic);

            // When: there
            one.clusters().switchTo("b", "a test");
            write(b, topic, 100);
            awaitProcessed(one, two);
            awaitCopied(BACK, topic);

            // When: and back
            two.clusters().switchTo("a", "a test");
            write(a, topic, 100);
            awaitProcessed(one, two);

            // Then
            assertExactlyOnce();
            assertThat(one.clusters().current().orElseThrow().active()).isEqualTo("a");
            assertThat(one.events()).noneMatch(event -> event instanceof SwitchEvent.HandOverFailed);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadOnWhereItWasWhenItSwitchesInTheMiddle(boolean autoCommit) throws Exception {
        // Given
        String topic = "shop-middle-" + autoCommit;
        create(topic);
        write(a, topic, 200);
        awaitCopied(FORTH, topic);
        Start start = app(topic)
                .properties(
                        Map.of("group.protocol", "consumer", "max.poll.records", 10, "enable.auto.commit", autoCommit))
                .commitEvery(autoCommit ? Integer.MAX_VALUE : 7);
        try (SwitchingApp one = start.instance("one", log);
                SwitchingApp two = start.instance("two", log)) {
            one.nap(Duration.ofMillis(20));
            two.nap(Duration.ofMillis(20));
            await().atMost(PATIENCE).until(() -> log.size() > 100);

            // When
            one.clusters().switchTo("b", "a test");
            one.nap(Duration.ZERO);
            two.nap(Duration.ZERO);

            // Then
            awaitProcessed(one, two);
            assertExactlyOnce();
            assertThat(log).extracting(Processed::topic).contains(topic, "a." + topic);
        }
    }

    @Test
    void shouldGiveNoRecordTwiceWhenItSwitchesWhileTheGroupRebalancesCooperatively() throws Exception {
        // Given
        String topic = "shop-cooperative";
        create(topic);
        write(a, topic, 300);
        awaitCopied(FORTH, topic);
        Start start = app(topic)
                .properties(Map.of(
                        "partition.assignment.strategy",
                        "org.apache.kafka.clients.consumer.CooperativeStickyAssignor",
                        "max.poll.records",
                        5));
        try (SwitchingApp one = start.instance("one", log)) {
            one.nap(Duration.ofMillis(10));
            await().atMost(PATIENCE).until(() -> log.size() > 50);

            // When: two more join, and it switches while they do
            try (SwitchingApp two = start.instance("two", log);
                    SwitchingApp three = start.instance("three", log)) {
                one.clusters().switchTo("b", "a test");

                // Then
                awaitProcessed(one, two, three);
                assertExactlyOnce();
            }
        }
    }

    @Test
    void shouldMoveStaticMembersAndFindThePatternsTopicsOnTheOtherCluster() throws Exception {
        // Given
        String topic = "shop-static";
        create(topic);
        write(a, topic, 60);
        awaitCopied(FORTH, topic);
        Start start = app(topic)
                .properties(Map.of("static", true))
                .subscribe(consumer -> consumer.subscribe(Pattern.compile("shop-stat.*")));
        try (SwitchingApp one = start.instance("one", log);
                SwitchingApp two = start.instance("two", log)) {
            awaitProcessed(one, two);

            // When
            two.clusters().switchTo("b", "a test");
            write(b, topic, 60);
            awaitProcessed(one, two);
            write(a, topic, 20);

            // Then: what is still written on the old cluster comes through the remote topic
            awaitProcessed(one, two);
            assertExactlyOnce();
            assertThat(log).extracting(Processed::topic).contains("a." + topic);
        }
    }

    @Test
    void shouldReadTheRemoteTopicToItsEndBeforeTheLocalOne() throws Exception {
        // Given
        String topic = "shop-first";
        create(topic);
        write(a, topic, 100);
        awaitCopied(FORTH, topic);
        Start start = app(topic).properties(Map.of("max.poll.records", 5)).remoteFirst();
        try (SwitchingApp one = start.instance("one", log)) {
            one.nap(Duration.ofMillis(5));
            await().atMost(PATIENCE).until(() -> log.size() > 30);

            // When
            one.clusters().switchTo("b", "a test");
            write(b, topic, 50);

            // Then
            awaitProcessed(one);
            assertExactlyOnce();
            for (int number = 0; number < PARTITIONS; number++) {
                int partition = number;
                List<String> topics = log.stream()
                        .filter(record -> record.partition() == partition)
                        .map(record -> written.indexOf(record.id()) < 300 ? "before" : "after")
                        .toList();
                assertThat(topics.subList(0, 100)).containsOnly("before");
                assertThat(topics.subList(100, 150)).containsOnly("after");
            }
        }
    }

    @Test
    void shouldGoOnWithoutTheLateMemberAndNameItWhenItSleepsOverTheSwitch() throws Exception {
        // Given: the sleeper owns partitions, has been given records that it has not committed, and stops polling
        String topic = "shop-late";
        create(topic);
        write(a, topic, 500);
        awaitCopied(FORTH, topic);
        Start start = app(topic)
                .properties(Map.of("max.poll.records", 10))
                .nap(Duration.ofMillis(100))
                .handOver(Duration.ofSeconds(3));
        try (SwitchingApp one = start.instance("one", log);
                SwitchingApp two = start.instance("two", log);
                SwitchingApp sleeper = start.instance("sleeper", log)) {
            await().atMost(PATIENCE)
                    .until(() ->
                            log.stream().map(Processed::instance).distinct().count() == 3);
            sleeper.freeze();

            // When
            one.clusters().switchTo("b", "a test");

            // Then: the others go on, the late one is named, nothing is passed over
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(handOver(one, two, sleeper))
                    .as("%s %s", one.events(), two.events())
                    .isPresent());
            assertThat(handOver(one, two, sleeper).orElseThrow().late()).containsExactly("sleeper/consumer-1");
            sleeper.thaw();
            List.of(one, two, sleeper).forEach(app -> app.nap(Duration.ZERO));
            awaitProcessed(one, two, sleeper);
            assertThat(log.size() - written.size()).isBetween(0, 20);
        }
    }

    private static Optional<HandOver> handOver(SwitchingApp... apps) {
        return Stream.of(apps)
                .flatMap(app -> app.events().stream())
                .filter(SwitchEvent.HandedOver.class::isInstance)
                .map(event -> ((SwitchEvent.HandedOver) event).handOver())
                .findFirst();
    }

    @Test
    void shouldAccountForEveryRecordWhenItSwitchesBackAndForthUnderLoad() throws Exception {
        // Given
        String topic = "shop-often";
        create(topic);
        Start start =
                app(topic).properties(Map.of("group.protocol", "consumer")).commitEvery(4);
        try (SwitchingApp one = start.instance("one", log);
                SwitchingApp two = start.instance("two", log)) {
            String active = "a";
            await().until(() -> one.clusters().current().isPresent());
            for (int round = 0; round < 6; round++) {
                write(active.equals("a") ? a : b, topic, 40);

                // When: as soon as it is copied, wherever the group is
                awaitCopied(active.equals("a") ? FORTH : BACK, topic);
                active = active.equals("a") ? "b" : "a";
                one.clusters().switchTo(active, "round " + round);
            }
            write(active.equals("a") ? a : b, topic, 10);

            // Then
            awaitProcessed(one, two);
            assertExactlyOnce();
        }
    }

    @Test
    void shouldRefuseOffsetsOfTheOtherClusterAndTellTheListenerThatAllIsLost() throws Exception {
        // Given
        String topic = "shop-commits";
        create(topic);
        write(a, topic, 20);
        awaitCopied(FORTH, topic);
        List<TopicPartition> lost = new CopyOnWriteArrayList<>();
        ClusterSwitch.Builder builder = ClusterSwitch.builder("app-" + topic)
                .cluster("a", a.clientProperties())
                .cluster("b", b.clientProperties())
                .flow(FORTH)
                .startOn("a");
        try (ClusterSwitch clusters = builder.start();
                SwitchableConsumer<byte[], byte[]> consumer = SwitchableConsumer.<byte[], byte[]>builder(
                                clusters,
                                Map.of("group.id", topic, "enable.auto.commit", false, "auto.offset.reset", "earliest"),
                                (cluster, properties) -> new KafkaConsumer<>(
                                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()))
                        .build()) {
            consumer.subscribe(List.of(topic), new ConsumerRebalanceListener() {
                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

                @Override
                public void onPartitionsLost(Collection<TopicPartition> partitions) {
                    lost.addAll(partitions);
                }
            });
            TopicPartition home = new TopicPartition(topic, 0);
            TopicPartition remote = new TopicPartition("a." + topic, 0);
            int given = 0;
            while (given < 60) {
                given += consumer.poll(Duration.ofMillis(100)).count();
            }
            consumer.pause(List.of(home));
            consumer.commitSync(Map.of(home, new OffsetAndMetadata(7, "mine")));

            // When
            clusters.switchTo("b", "a test");
            await().until(() -> clusters.current().orElseThrow().active().equals("b"));

            // Then: no commit before the next poll
            assertThatThrownBy(consumer::commitSync).isInstanceOf(CommitFailedException.class);
            await().atMost(PATIENCE).until(() -> {
                assertThat(consumer.poll(Duration.ofMillis(100))).isEmpty();
                return consumer.assignment().contains(remote);
            });
            assertThat(lost).contains(home).hasSize(PARTITIONS);
            assertThat(consumer.paused()).contains(remote);
            assertThat(consumer.committed(Set.of(remote))).containsEntry(remote, new OffsetAndMetadata(7, "mine"));
            assertThat(consumer.position(remote)).isEqualTo(20);
            assertThatThrownBy(() -> consumer.commitSync(Map.of(remote, new OffsetAndMetadata(8))))
                    .isInstanceOf(CommitFailedException.class)
                    .hasMessageContaining("was not delivered on cluster b");
            consumer.commitSync(Map.of(remote, new OffsetAndMetadata(20)));
        }
    }

    @Test
    void shouldMovePartitionsThatWereAssignedByHandWithoutAGroup() throws Exception {
        // Given
        String topic = "shop-byhand";
        create(topic);
        write(a, topic, 30);
        awaitCopied(FORTH, topic);
        try (ClusterSwitch clusters = ClusterSwitch.builder("app-" + topic)
                        .cluster("a", a.clientProperties())
                        .cluster("b", b.clientProperties())
                        .flow(FORTH)
                        .startOn("a")
                        .start();
                SwitchableConsumer<byte[], byte[]> consumer = SwitchableConsumer.<byte[], byte[]>builder(
                                clusters,
                                Map.of("max.poll.records", 10, "auto.offset.reset", "earliest"),
                                (cluster, properties) -> new KafkaConsumer<>(
                                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()))
                        .build()) {
            consumer.assign(List.of(new TopicPartition(topic, 1)));
            List<String> given = new ArrayList<>();
            while (given.size() < 10) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> given.add(new String(record.value(), UTF_8)));
            }

            // When
            clusters.switchTo("b", "a test");
            await().until(() -> clusters.current().orElseThrow().active().equals("b"));
            try (Producer<byte[], byte[]> producer = Records.producer(b, Map.of())) {
                producer.send(new ProducerRecord<>(topic, 1, null, "new".getBytes(UTF_8)));
            }

            // Then
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> given.add(new String(record.value(), UTF_8)));
                return given.size() >= 31;
            });
            List<String> expected = new ArrayList<>(
                    written.stream().filter(id -> id.startsWith(topic + "-1-")).toList());
            expected.add("new");
            assertThat(given).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(consumer.assignment())
                    .containsExactlyInAnyOrder(new TopicPartition(topic, 1), new TopicPartition("a." + topic, 1));
        }
    }
}
