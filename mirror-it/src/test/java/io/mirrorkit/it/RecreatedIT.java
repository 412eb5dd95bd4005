package io.mirrorkit.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.Flow;
import io.mirrorkit.failover.Basis;
import io.mirrorkit.failover.Decision;
import io.mirrorkit.failover.Decision.Hold;
import io.mirrorkit.failover.Decision.Seek;
import io.mirrorkit.failover.FailoverClient;
import io.mirrorkit.failover.PartitionPlan;
import io.mirrorkit.failover.Reason;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import io.mirrorkit.testing.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Invariant C where topics come again under their old names: what was true of the former ones is never said of the new ones. */
@SuppressWarnings("try") // an engine is started for what it does, and closed at the end
class RecreatedIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String GROUP = "billing";

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

    /** A topic of its own for each test, with its group in the middle. */
    private record Scene(Flow flow, TopicPartition partition, TopicPartition remote, String group) {

        static Scene of(String topic) throws Exception {
            Flow flow = Replication.quick("a", "b")
                    .name("again-" + topic)
                    .topics(TopicFilters.include(topic))
                    .groups(group -> group.equals(GROUP + "-" + topic))
                    .policy(NamingPolicies.prefix())
                    .config("heartbeats.enabled", false)
                    .build();
            TopicPartition partition = new TopicPartition(topic, 0);
            Scene scene = new Scene(flow, partition, new TopicPartition("a." + topic, 0), GROUP + "-" + topic);
            source.createTopic(topic, 1);
            Records.produce(source, partition, 100);
            Clusters.commit(source, scene.group, Map.of(partition, 60L));
            return scene;
        }

        Replication start() {
            return Replication.start(Map.of("a", source, "b", target), flow);
        }

        Replication copied() {
            Replication replication = start();
            replication.awaitCopied(flow, partition.topic(), 1);
            replication.awaitSeen(flow, group, Map.of(partition, 60L));
            return replication;
        }

        PartitionPlan plan() {
            try (FailoverClient client = FailoverClient.connect(target.clientProperties(), flow)) {
                return client.plan(group).partitions().get(partition);
            }
        }

        void awaitHold(Reason reason) {
            await().atMost(PATIENCE).untilAsserted(() -> assertHeld(plan().decision(), reason));
        }
    }

    private static void assertHeld(Decision decision, Reason reason) {
        assertThat(decision).isInstanceOfSatisfying(Hold.class, hold -> assertThat(hold.reason())
                .isEqualTo(reason));
    }

    /** The engine's records that were under way may have created it: brokers do so by default. */
    private static void createUnlessThere(TestCluster cluster, String topic) throws Exception {
        try {
            Clusters.create(cluster, topic, 1);
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(TopicExistsException.class);
        }
    }

    @Test
    void shouldHoldWhenTheSourceTopicIsCreatedAgain() throws Exception {
        // Given
        Scene scene = Scene.of("source-again");
        try (Replication replication = scene.copied()) {
            assertThat(scene.plan().decision()).isEqualTo(new Seek(60, Basis.LEDGER_EXACT));

            // When
            Clusters.delete(source, scene.partition.topic());
            Clusters.create(source, scene.partition.topic(), 1);
            Records.produce(source, scene.partition, 80);
            Clusters.commit(source, scene.group, Map.of(scene.partition, 70L));

            // Then
            scene.awaitHold(Reason.SOURCE_RECREATED);
            assertThat(scene.plan().note()).contains("created again on \"a\"");
        }

        // And then, with no engine
        assertHeld(scene.plan().decision(), Reason.SOURCE_RECREATED);
        assertThat(Clusters.committed(target, scene.group).get(scene.remote).offset())
                .isEqualTo(60);
    }

    @Test
    void shouldHoldWhenTheSourceTopicWasCreatedAgainWhileTheEngineWasAway() throws Exception {
        // Given
        Scene scene = Scene.of("source-away");
        scene.copied().close();

        // When
        Clusters.delete(source, scene.partition.topic());
        Clusters.create(source, scene.partition.topic(), 1);
        Records.produce(source, scene.partition, 80);
        Clusters.commit(source, scene.group, Map.of(scene.partition, 70L));
        try (Replication replication = scene.start()) {

            // Then
            scene.awaitHold(Reason.SOURCE_RECREATED);
        }
    }

    @Test
    void shouldCopyTheNewSourceTopicWhenItsFormerRemoteTopicIsDeleted() throws Exception {
        // Given
        Scene scene = Scene.of("source-anew");
        try (Replication replication = scene.copied()) {
            Clusters.delete(source, scene.partition.topic());
            Clusters.create(source, scene.partition.topic(), 1);
            Records.produce(source, scene.partition, 80);
            Clusters.commit(source, scene.group, Map.of(scene.partition, 70L));
            scene.awaitHold(Reason.SOURCE_RECREATED);

            // When: the engine may create it again before anybody sees that it was gone
            target.admin().deleteTopics(List.of(scene.remote.topic())).all().get();

            // Then
            replication.awaitCopied(scene.flow, scene.partition.topic(), 1);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(scene.plan().decision())
                    .isEqualTo(new Seek(70, Basis.LEDGER_EXACT)));
            assertThat(Clusters.end(target, scene.remote)).isEqualTo(80);
        }
    }

    @Test
    void shouldHoldWhenTheRemoteTopicWasCreatedAgainWithoutAnEngine() throws Exception {
        // Given
        Scene scene = Scene.of("target-away");
        scene.copied().close();

        // When
        Clusters.delete(target, scene.remote.topic());

        // Then
        assertHeld(scene.plan().decision(), Reason.REMOTE_TOPIC_MISSING);

        // And when: it holds more than before, so that its end gives nothing away
        Clusters.create(target, scene.remote.topic(), 1);
        Records.produce(target, scene.remote, 500);

        // Then
        assertHeld(scene.plan().decision(), Reason.TARGET_RECREATED);
    }

    @Test
    void shouldHoldWhenTheRemoteTopicIsCreatedAgainInMidCopy() throws Exception {
        // Given
        Scene scene = Scene.of("target-again");
        try (Replication replication = scene.copied();
                Traffic traffic = new Traffic(source, scene.partition.topic(), 1)) {

            // When
            traffic.plain(200);
            target.admin().deleteTopics(List.of(scene.remote.topic())).all().get();
            traffic.plain(200);
            createUnlessThere(target, scene.remote.topic());
            Records.produce(target, scene.remote, 500);
            traffic.plain(200);

            // Then
            scene.awaitHold(Reason.TARGET_RECREATED);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            replication.status(scene.flow).refusedTopics())
                    .containsKey(scene.partition.topic()));
            assertHeld(scene.plan().decision(), Reason.TARGET_RECREATED);
        }
    }

    @Test
    void shouldSayWhatIsNotThereWhenTheTargetDeletedRecords() throws Exception {
        // Given
        Scene scene = Scene.of("target-retention");
        try (Replication replication = scene.copied()) {

            // When
            Clusters.deleteBefore(target, scene.remote, 80);

            // Then
            PartitionPlan plan = scene.plan();
            assertThat(plan.decision()).isEqualTo(new Seek(80, Basis.LEDGER_EDGE));
            assertThat(plan.offsetsNotThere()).isEqualTo(20);
            assertThat(plan.readAgain().atMost()).hasValue(0);

            // And when
            Clusters.commit(source, scene.group, Map.of(scene.partition, 90L));
            replication.awaitSeen(scene.flow, scene.group, Map.of(scene.partition, 90L));

            // Then
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(scene.plan().decision())
                    .isEqualTo(new Seek(90, Basis.LEDGER_EXACT)));
        }
    }
}
