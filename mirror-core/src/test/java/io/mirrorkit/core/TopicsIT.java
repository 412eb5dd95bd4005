package io.mirrorkit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.ExistingTopics;
import io.mirrorkit.api.Flow;
import io.mirrorkit.api.MirrorEvent;
import io.mirrorkit.api.StartPosition;
import io.mirrorkit.api.ledger.PartitionState;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Topics that come, grow, go, and come again. */
class TopicsIT {

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

    private static void produce(String topic, int partition, int count) {
        Records.produce(source, new TopicPartition(topic, partition), count);
    }

    @Test
    void shouldCreateTheRemoteTopicWithPartitionsAndExplicitConfigs() throws Exception {
        // Given
        source.createTopic(
                "configured",
                5,
                (short) 1,
                Map.of(
                        "retention.ms",
                        "123456789",
                        "cleanup.policy",
                        "compact",
                        "message.timestamp.type",
                        "LogAppendTime"));

        // When
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.flow("configured").build())) {
            mirroring.awaitCopied("configured", 5);

            // Then
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, "a.configured");
            Config config = target.admin()
                    .describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource);
            assertThat(config.get("retention.ms").value()).isEqualTo("123456789");
            assertThat(config.get("cleanup.policy").value()).isEqualTo("compact");
            assertThat(config.get("message.timestamp.type").isDefault()).isTrue();
            assertThat(target.admin()
                            .describeTopics(List.of("a.configured"))
                            .allTopicNames()
                            .get())
                    .hasEntrySatisfying("a.configured", topic -> assertThat(topic.partitions())
                            .hasSize(5));
        }
    }

    @Test
    void shouldCopyNewPartitionsFromTheirFirstRecordWhenATopicGrows() throws Exception {
        // Given
        source.createTopic("grows", 1);
        produce("grows", 0, 100);
        try (Mirroring mirroring = Mirroring.started(
                source,
                target,
                Mirroring.flow("grows").startAt(StartPosition.latest()).build())) {
            mirroring.awaitCopied("grows", 1);

            // When
            source.admin()
                    .createPartitions(Map.of("grows", NewPartitions.increaseTo(3)))
                    .all()
                    .get();
            await().atMost(PATIENCE).untilAsserted(() -> {
                produce("grows", 2, 10);
                assertThat(mirroring.status("grows", 2)).isPresent();
            });
            produce("grows", 1, 50);
            mirroring.awaitCopied("grows", 3);

            // Then
            assertThat(mirroring.targetRecords("grows", 0)).isEmpty();
            Records.assertSameRecords(mirroring.sourceRecords("grows", 1), mirroring.targetRecords("grows", 1));
            Records.assertSameRecords(mirroring.sourceRecords("grows", 2), mirroring.targetRecords("grows", 2));
            assertThat(mirroring.events()).contains(new MirrorEvent.PartitionsAdded("flow.grows", "grows", 1, 3));
        }
    }

    @Test
    void shouldCopyFromTheFirstRecordWhenATopicAppearsLater() {
        // Given
        source.createTopic("early", 1);
        produce("early", 0, 100);
        Flow flow = Mirroring.flow("early", "appears")
                .startAt(StartPosition.latest())
                .build();
        try (Mirroring mirroring = Mirroring.started(source, target, flow)) {
            mirroring.awaitCopied("early", 1);

            // When
            source.createTopic("appears", 2);
            produce("appears", 0, 1000);
            produce("appears", 1, 1);
            produce("early", 0, 5);
            mirroring.awaitCopied("appears", 2);
            mirroring.awaitCopied("early", 1);

            // Then
            mirroring.assertSame("appears", 2);
            assertThat(mirroring.targetRecords("early", 0)).hasSize(5);
        }
    }

    @Test
    void shouldKeepItsStartWhenRestartedBeforeAnythingWasCopied() {
        // Given
        source.createTopic("latest", 1);
        produce("latest", 0, 100);
        Flow flow = Mirroring.flow("latest").startAt(StartPosition.latest()).build();
        try (Mirroring mirroring = Mirroring.started(source, target, flow)) {
            mirroring.awaitCopied("latest", 1);
        }
        produce("latest", 0, 7);

        // When
        try (Mirroring mirroring = Mirroring.started(source, target, flow)) {
            mirroring.awaitCopied("latest", 1);

            // Then
            assertThat(mirroring.targetRecords("latest", 0)).hasSize(7);
        }
    }

    @Test
    void shouldBeginAtATimestamp() {
        // Given
        source.createTopic("timed", 1, (short) 1, Map.of("retention.ms", "-1"));
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            records.add(new ProducerRecord<>(
                    "timed", 0, 1_000L * i, null, Integer.toString(i).getBytes(StandardCharsets.UTF_8)));
        }
        Records.produce(source, records);

        // When
        Flow flow = Mirroring.flow("timed")
                .startAt(StartPosition.timestamp(Instant.ofEpochMilli(41_500)))
                .build();
        try (Mirroring mirroring = Mirroring.started(source, target, flow)) {
            mirroring.awaitCopied("timed", 1);

            // Then
            assertThat(mirroring.targetRecords("timed", 0)).hasSize(58);
            assertThat(mirroring.targetRecords("timed", 0).get(0).timestamp()).isEqualTo(42_000);
        }
    }

    @Test
    void shouldStopWhenTheSourceTopicIsCreatedAgain() throws Exception {
        // Given
        source.createTopic("source-again", 1);
        produce("source-again", 0, 100);
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.flow("source-again").build())) {
            mirroring.awaitCopied("source-again", 1);

            // When
            source.admin().deleteTopics(List.of("source-again")).all().get();
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(
                            source.admin().listTopics().names().get())
                    .doesNotContain("source-again"));
            source.createTopic("source-again", 1);
            produce("source-again", 0, 10);

            // Then
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(mirroring.status().refusedTopics().get("source-again"))
                        .contains("created again on \"a\"");
                assertThat(mirroring.status("source-again", 0).orElseThrow().state())
                        .isEqualTo(PartitionState.STOPPED);
            });
            await().during(Duration.ofSeconds(2))
                    .atMost(PATIENCE)
                    .until(() -> mirroring.status().refusedTopics().containsKey("source-again"));
            assertThat(mirroring.targetRecords("source-again", 0)).hasSize(100);

            // And when
            target.admin().deleteTopics(List.of("a.source-again")).all().get();

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(mirroring.status().refusedTopics()).isEmpty());
            mirroring.awaitCopied("source-again", 1);
            assertThat(mirroring.targetRecords("source-again", 0)).hasSize(10);
            mirroring.assertSame("source-again", 1);
        }
    }

    @Test
    void shouldStopWhenTheSourceTopicWasCreatedAgainWhileTheEngineWasAway() throws Exception {
        // Given
        source.createTopic("away-again", 1);
        produce("away-again", 0, 100);
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.flow("away-again").build())) {
            mirroring.awaitCopied("away-again", 1);
        }
        source.admin().deleteTopics(List.of("away-again")).all().get();
        source.createTopic("away-again", 1);
        produce("away-again", 0, 200);

        // When
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.flow("away-again").build())) {

            // Then
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            mirroring.status().refusedTopics().get("away-again"))
                    .contains("created again on \"a\""));
            assertThat(mirroring.targetRecords("away-again", 0)).hasSize(100);
        }
    }

    @Test
    void shouldStopWhenTheRemoteTopicIsDeletedOrCreatedAgain() throws Exception {
        // Given
        source.createTopic("target-again", 1);
        produce("target-again", 0, 100);
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.flow("target-again").build())) {
            mirroring.awaitCopied("target-again", 1);

            // When
            target.admin().deleteTopics(List.of("a.target-again")).all().get();
            produce("target-again", 0, 10);

            // Then
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            mirroring.status().refusedTopics().get("target-again"))
                    .contains("deleted")
                    .contains("on \"b\""));
        }
    }

    @Test
    void shouldRefuseARemoteTopicThatHoldsRecordsOfUnknownOrigin() {
        // Given
        source.createTopic("taken", 1);
        produce("taken", 0, 10);
        target.createTopic("a.taken", 1);
        Records.produce(target, new TopicPartition("a.taken", 0), 3);

        // When
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.flow("taken").build())) {

            // Then
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            mirroring.status().refusedTopics().get("taken"))
                    .contains("already holds records")
                    .contains("delete that topic")
                    .contains("APPEND")
                    .contains("ADOPT"));
            assertThat(mirroring.targetRecords("taken", 0)).hasSize(3);
        }
    }

    @Test
    void shouldWriteBehindExistingRecordsWhenAskedTo() {
        // Given
        source.createTopic("appended", 1);
        produce("appended", 0, 10);
        target.createTopic("a.appended", 1);
        Records.produce(target, new TopicPartition("a.appended", 0), 3);

        // When
        Flow flow =
                Mirroring.flow("appended").existingTopics(ExistingTopics.APPEND).build();
        try (Mirroring mirroring = Mirroring.started(source, target, flow)) {
            mirroring.awaitCopied("appended", 1);

            // Then
            assertThat(mirroring.targetRecords("appended", 0)).hasSize(13);
            Records.assertSameRecords(
                    mirroring.sourceRecords("appended", 0),
                    mirroring.targetRecords("appended", 0).subList(3, 13));
        }
    }

    @Test
    void shouldTakeAnEarlierCopyIntoTheLedgerWhenAskedTo() {
        // Given
        source.createTopic("adopted", 1);
        produce("adopted", 0, 100);
        target.createTopic("a.adopted", 1);
        List<ProducerRecord<byte[], byte[]>> copies = new ArrayList<>();
        Records.readAll(source, new TopicPartition("adopted", 0), org.apache.kafka.common.IsolationLevel.READ_COMMITTED)
                .subList(0, 60)
                .forEach(record -> copies.add(new ProducerRecord<>(
                        "a.adopted", 0, record.timestamp(), record.key(), record.value(), record.headers())));
        Records.produce(target, copies);

        // When
        Flow flow =
                Mirroring.flow("adopted").existingTopics(ExistingTopics.ADOPT).build();
        try (Mirroring mirroring = Mirroring.started(source, target, flow)) {
            mirroring.awaitCopied("adopted", 1);

            // Then
            mirroring.assertSame("adopted", 1);
            assertThat(mirroring.events()).contains(new MirrorEvent.RecordsAdopted("flow.adopted", "adopted", 0, 60));
        }
    }

    @Test
    void shouldRefuseTheSecondOfTwoTopicsThatWouldShareARemoteTopic() {
        // Given
        source.createTopic("share-one", 1);
        source.createTopic("share-two", 1);
        produce("share-one", 0, 5);
        produce("share-two", 0, 5);
        Flow flow = Mirroring.quick(Flow.builder("a", "b"))
                .name("flow.share")
                .topics(TopicFilters.include("share-.*"))
                .policy(new io.mirrorkit.api.ReplicationPolicy() {
                    @Override
                    public String remoteTopic(String sourceAlias, String topic) {
                        return "shared";
                    }

                    @Override
                    public java.util.Optional<String> sourceTopic(String sourceAlias, String remoteTopic) {
                        return java.util.Optional.of("share-one");
                    }
                })
                .build();

        // When
        try (Mirroring mirroring = Mirroring.started(source, target, flow)) {
            mirroring.awaitCopied("share-one", 1);

            // Then
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            mirroring.status().refusedTopics().get("share-two"))
                    .contains("\"shared\"")
                    .contains("\"share-one\""));
            assertThat(mirroring.targetRecords("share-one", 0)).hasSize(5);
        }
    }

    @Test
    void shouldStartAThousandPartitionsWithinAMinute() {
        // Given
        Set<String> topics = new java.util.TreeSet<>();
        for (int i = 0; i < 50; i++) {
            topics.add("many-" + i);
            source.createTopic("many-" + i, 20);
            produce("many-" + i, i % 20, 10);
        }

        // When
        Flow flow = Mirroring.quick(Flow.builder("a", "b"))
                .name("flow.many")
                .topics(TopicFilters.include("many-.*"))
                .policy(NamingPolicies.prefix())
                .build();
        try (Mirroring mirroring = Mirroring.started(source, target, flow)) {

            // Then
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                assertThat(mirroring.status().partitions()).hasSize(1000);
                assertThat(mirroring.status().partitions())
                        .allMatch(
                                partition -> partition.state() == PartitionState.COPYING && partition.position() >= 0);
                assertThat(mirroring.status().copied()).isEqualTo(500);
            });
        }
    }
}
