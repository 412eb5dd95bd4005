package io.mirrorkit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.MirrorEvent;
import io.mirrorkit.api.errors.FlowRefusedException;
import io.mirrorkit.api.ledger.Heartbeat;
import io.mirrorkit.api.ledger.PartitionState;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The engine as a guest in an application: what it refuses, what it says, and what it leaves behind. */
@SuppressWarnings("try") // an engine is started for what it does, and closed at the end
class EngineIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static EmbeddedCluster source;
    private static EmbeddedCluster target;

    @BeforeAll
    static void startClusters() {
        source = EmbeddedCluster.start();
        target = EmbeddedCluster.start();
    }

    @AfterAll
    static void stopClusters() {
        source.close();
        target.close();
    }

    private static void topic(String name, int records) {
        source.createTopic(name, 1);
        Records.produce(source, new TopicPartition(name, 0), records);
    }

    @Test
    void shouldRefuseAFlowWhoseEndsAreOneCluster() {
        // Given
        Mirroring mirroring =
                Mirroring.of(source, source, Mirroring.flow("same").build());

        // When, Then
        assertThatThrownBy(() -> mirroring.engine().start())
                .isInstanceOf(FlowRefusedException.class)
                .hasMessageContaining("same cluster")
                .hasMessageContaining("bootstrap.servers");
        assertThat(mirroring.status().state()).isEqualTo(FlowState.REFUSED);
    }

    @Test
    void shouldRefuseAnotherDefinitionUnderTheSameName() {
        // Given
        topic("defined", 10);
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.flow("defined").build())) {
            mirroring.awaitCopied("defined", 1);

            // When
            Flow other = Mirroring.quick(Flow.builder("a", "b"))
                    .name("flow.defined")
                    .topics(TopicFilters.include("defined"))
                    .policy(NamingPolicies.identity())
                    .build();
            Mirroring second = Mirroring.of(source, target, other);

            // Then
            assertThatThrownBy(() -> second.engine().start())
                    .isInstanceOf(FlowRefusedException.class)
                    .hasMessageContaining("policy")
                    .hasMessageContaining("identity")
                    .hasMessageContaining("prefix");
            Records.produce(source, new TopicPartition("defined", 0), 10);
            mirroring.awaitCopied("defined", 1);
            mirroring.assertSame("defined", 1);
            assertThat(mirroring.status().state()).isEqualTo(FlowState.RUNNING);
        }
    }

    @Test
    void shouldTakeAChangedFilterWhenAskedTo() {
        // Given
        topic("changed-one", 10);
        topic("changed-two", 10);
        Flow before = Mirroring.quick(Flow.builder("a", "b"))
                .name("flow.changed")
                .topics(TopicFilters.include("changed-one"))
                .policy(NamingPolicies.prefix())
                .build();
        try (Mirroring mirroring = Mirroring.started(source, target, before)) {
            mirroring.awaitCopied("changed-one", 1);
        }

        // When
        Flow after = Mirroring.quick(Flow.builder("a", "b"))
                .name("flow.changed")
                .topics(TopicFilters.include("changed-.*"))
                .policy(NamingPolicies.prefix())
                .config("definition.change", "accept")
                .build();
        try (Mirroring mirroring = Mirroring.started(source, target, after)) {
            mirroring.awaitCopied("changed-two", 1);

            // Then
            mirroring.assertSame("changed-one", 1);
            mirroring.assertSame("changed-two", 1);
        }
    }

    @Test
    void shouldRunTwoApplicationsWithDifferentFlowsBesideEachOther() {
        // Given
        topic("left", 100);
        topic("right", 100);

        // When
        try (Mirroring left =
                        Mirroring.started(source, target, Mirroring.flow("left").build());
                Mirroring right = Mirroring.started(
                        source, target, Mirroring.flow("right").build())) {
            left.awaitCopied("left", 1);
            right.awaitCopied("right", 1);

            // Then
            left.assertSame("left", 1);
            right.assertSame("right", 1);
            assertThat(left.status().partitions()).hasSize(1);
            assertThat(right.status().partitions()).hasSize(1);
        }
    }

    @Test
    void shouldStopTheFirstInstanceWhenASecondTakesTheFlow() {
        // Given
        topic("superseded", 100);
        Flow flow = Mirroring.flow("superseded").build();
        try (Mirroring first = Mirroring.started(source, target, flow)) {
            first.awaitCopied("superseded", 1);

            // When
            try (Mirroring second = Mirroring.started(source, target, flow)) {
                Records.produce(source, new TopicPartition("superseded", 0), 100);

                // Then
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(first.status().state()).isEqualTo(FlowState.REFUSED));
                assertThat(first.status().reason()).contains("taken over by another instance");
                second.awaitCopied("superseded", 1);
                assertThat(second.status().state()).isEqualTo(FlowState.RUNNING);
            }
        }
    }

    @Test
    void shouldLeaveNoThreadBehindAndStartNoneBefore() {
        // Given
        topic("threads", 100);
        Set<String> before = threads();
        Mirroring mirroring =
                Mirroring.of(source, target, Mirroring.flow("threads").build());
        assertThat(threads()).isEqualTo(before);

        // When
        mirroring.engine().start();
        mirroring.awaitCopied("threads", 1);
        assertThat(threads()).anyMatch(name -> name.startsWith("mirrorkit-flow.threads-lane"));
        mirroring.close();

        // Then
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(threads()).isEqualTo(before));
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("mirrorkit-"))
                .filter(name -> !name.contains("/"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void shouldGoOnWhenTheListenerThrows() {
        // Given
        topic("listener", 100);
        MirrorEngine engine = MirrorEngine.builder()
                .cluster("a", source.clientProperties())
                .cluster("b", target.clientProperties())
                .flow(Mirroring.flow("listener").build())
                .listener(event -> {
                    throw new IllegalStateException("from the test");
                })
                .build();

        // When
        engine.start();

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(engine.status().flow("flow.listener").orElseThrow().copied())
                    .isEqualTo(100);
            assertThat(engine.status().listenerFailures()).isPositive();
        });
        engine.close();
    }

    @Test
    void shouldStopAndGoOnWhenPausedAndResumed() {
        // Given
        topic("paused", 100);
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.flow("paused").build())) {
            mirroring.awaitCopied("paused", 1);

            // When
            mirroring.engine().pause("flow.paused");
            Records.produce(source, new TopicPartition("paused", 0), 100);
            await().during(Duration.ofSeconds(1))
                    .atMost(PATIENCE)
                    .until(() -> mirroring.status().copied() == 100);

            // Then
            assertThat(mirroring.status().state()).isEqualTo(FlowState.PAUSED);
            mirroring.engine().resume("flow.paused");
            mirroring.awaitCopied("paused", 1);
            mirroring.assertSame("paused", 1);
        }
    }

    @Test
    void shouldNameTheTransactionThatHoldsAPartition() {
        // Given
        topic("held", 10);
        Map<String, Object> properties = new java.util.HashMap<>(source.clientProperties());
        properties.put("transactional.id", "hanging-payments");
        try (KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
                Mirroring mirroring = Mirroring.started(
                        source,
                        target,
                        Mirroring.flow("held")
                                .config("open.transaction.warn.ms", 500)
                                .build())) {
            mirroring.awaitCopied("held", 1);

            // When
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("held", 0, null, new byte[] {1}));
            producer.flush();

            // Then
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(mirroring.status("held", 0).orElseThrow().state())
                        .isEqualTo(PartitionState.HELD_BY_TRANSACTION);
                assertThat(mirroring.status("held", 0).orElseThrow().reason())
                        .contains("hanging-payments")
                        .contains("abort");
            });
            assertThat(mirroring.status("held", 0).orElseThrow().lag()).isZero();
            assertThat(mirroring.status("held", 0).orElseThrow().lagToEnd()).isEqualTo(1);

            // And when
            producer.commitTransaction();

            // Then
            mirroring.awaitCopied("held", 1);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            mirroring.status("held", 0).orElseThrow().state())
                    .isEqualTo(PartitionState.COPYING));
            mirroring.assertSame("held", 1);
        }
    }

    @Test
    void shouldStopAtARecordThatTheTargetRefusesAndGoOnWhenItMayPass() throws Exception {
        // Given
        topic("large", 10);
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.flow("large").build())) {
            mirroring.awaitCopied("large", 1);
            alter("large", source, "5000000");
            try (var producer = Records.producer(source, Map.of("max.request.size", 10_000_000))) {
                byte[] value = new byte[2_000_000];
                new java.util.Random(1).nextBytes(value);
                producer.send(new ProducerRecord<>("large", 0, null, value));
            }
            Records.produce(source, new TopicPartition("large", 0), 10);

            // When
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(mirroring.status("large", 0).orElseThrow().state()).isEqualTo(PartitionState.RETRYING);
                assertThat(mirroring.status("large", 0).orElseThrow().reason())
                        .contains("record 10")
                        .contains("max.message.bytes");
            });
            assertThat(mirroring.targetRecords("large", 0)).hasSize(10);
            alter("a.large", target, "5000000");

            // Then
            mirroring.awaitCopied("large", 1);
            mirroring.assertSame("large", 1);
            assertThat(mirroring.status().doubled()).isZero();
        }
    }

    private static void alter(String topic, EmbeddedCluster cluster, String maxMessageBytes) throws Exception {
        var resource = new org.apache.kafka.common.config.ConfigResource(
                org.apache.kafka.common.config.ConfigResource.Type.TOPIC, topic);
        cluster.admin()
                .incrementalAlterConfigs(Map.of(
                        resource,
                        Set.of(new org.apache.kafka.clients.admin.AlterConfigOp(
                                new org.apache.kafka.clients.admin.ConfigEntry("max.message.bytes", maxMessageBytes),
                                org.apache.kafka.clients.admin.AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    @Test
    void shouldSayWhatRetentionTookAndGoOn() throws Exception {
        // Given
        topic("lost", 100);
        Flow flow = Mirroring.flow("lost").build();
        try (Mirroring mirroring = Mirroring.started(source, target, flow)) {
            mirroring.awaitCopied("lost", 1);
        }
        Records.produce(source, new TopicPartition("lost", 0), 100);
        source.admin()
                .deleteRecords(Map.of(
                        new TopicPartition("lost", 0),
                        org.apache.kafka.clients.admin.RecordsToDelete.beforeOffset(150)))
                .all()
                .get();

        // When
        try (Mirroring mirroring = Mirroring.started(source, target, flow)) {
            mirroring.awaitCopied("lost", 1);

            // Then
            assertThat(mirroring.events()).contains(new MirrorEvent.RecordsLost("flow.lost", "lost", 0, 100, 150));
            assertThat(mirroring.targetRecords("lost", 0)).hasSize(150);
        }
    }

    @Test
    void shouldWriteHeartbeatsToBothClusters() {
        // Given
        topic("beating", 1);
        Flow flow = Flow.builder("a", "b")
                .name("flow.beating")
                .topics(TopicFilters.include("beating"))
                .policy(NamingPolicies.prefix())
                .config("heartbeats.interval.ms", 100)
                .config("topics.discovery.interval.ms", 300)
                .build();

        // When
        try (Mirroring mirroring = Mirroring.started(source, target, flow)) {

            // Then
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(heartbeats(source, "heartbeats")).isTrue();
                assertThat(heartbeats(target, "heartbeats")).isTrue();
                assertThat(heartbeats(target, "a.heartbeats")).isTrue();
            });
        }
    }

    private static boolean heartbeats(EmbeddedCluster cluster, String topic) {
        return Records.readAll(cluster, new TopicPartition(topic, 0), IsolationLevel.READ_COMMITTED).stream()
                .map(record -> Heartbeat.decode(record.key(), record.value()))
                .anyMatch(heartbeat -> heartbeat.sourceAlias().equals("a")
                        && heartbeat.targetAlias().equals("b"));
    }

    @Test
    void shouldRefuseTwoFlowsThatGiveTopicsTheSameNamesBothWays() {
        // Given
        Flow there = Flow.builder("a", "b")
                .topics(TopicFilters.all())
                .policy(NamingPolicies.identity())
                .build();
        Flow back = Flow.builder("b", "a")
                .topics(TopicFilters.all())
                .policy(NamingPolicies.identity())
                .build();
        MirrorEngine.Builder builder = MirrorEngine.builder()
                .cluster("a", source.clientProperties())
                .cluster("b", target.clientProperties())
                .flow(there)
                .flow(back);

        // When, Then
        assertThatThrownBy(builder::build)
                .isInstanceOf(FlowRefusedException.class)
                .hasMessageContaining("round for ever");
    }
}
