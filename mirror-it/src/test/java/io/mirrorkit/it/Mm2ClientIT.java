package io.mirrorkit.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.ledger.InternalTopics;
import io.mirrorkit.failover.Basis;
import io.mirrorkit.failover.Decision.Seek;
import io.mirrorkit.failover.FailoverClient;
import io.mirrorkit.failover.GroupPlan;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import io.mirrorkit.testing.EmbeddedCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.mirror.RemoteClusterUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** MirrorMaker 2's own client works with what the engine writes; and FailoverClient with what MirrorMaker 2 would have written. */
class Mm2ClientIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int PARTITIONS = 3;

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

    private static Flow flow(String topic) {
        return Replication.quick("a", "b")
                .name("mm2-" + topic)
                .topics(TopicFilters.include(topic))
                .groups(group -> group.endsWith("-" + topic))
                .policy(NamingPolicies.prefix())
                .config("heartbeats.interval.ms", 200)
                .build();
    }

    /** Groups all over a topic with holes, and where they ought to stand on the target. */
    private static Map<String, Map<TopicPartition, Long>> mirrored(Flow flow, String topic) throws Exception {
        source.createTopic(topic, PARTITIONS);
        try (Traffic traffic = new Traffic(source, topic, PARTITIONS)) {
            traffic.mixed(15);
        }
        Map<String, Map<TopicPartition, Long>> stood = new TreeMap<>();
        for (int i = 0; i <= 10; i++) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            for (int number = 0; number < PARTITIONS; number++) {
                TopicPartition partition = new TopicPartition(topic, number);
                offsets.put(partition, Clusters.end(source, partition) * i / 10);
            }
            String group = "group" + i + "-" + topic;
            Clusters.commit(source, group, offsets);
            stood.put(group, offsets);
        }
        try (Replication replication = Replication.start(Map.of("a", source, "b", target), flow)) {
            replication.awaitCopied(flow, topic, PARTITIONS);
            for (Map.Entry<String, Map<TopicPartition, Long>> group : stood.entrySet()) {
                replication.awaitSeen(flow, group.getKey(), group.getValue());
            }
        }
        return places(flow, topic, stood);
    }

    private static Map<String, Map<TopicPartition, Long>> places(
            Flow flow, String topic, Map<String, Map<TopicPartition, Long>> stood) {
        Map<String, Map<TopicPartition, Long>> places = new TreeMap<>();
        for (int number = 0; number < PARTITIONS; number++) {
            TopicPartition partition = new TopicPartition(topic, number);
            TopicPartition remote = Replication.remote(flow, partition);
            Truth truth = Truth.of(Truth.offsets(source, partition), target, remote);
            stood.forEach((group, offsets) -> places.computeIfAbsent(group, g -> new HashMap<>())
                    .put(remote, truth.place(offsets.get(partition))));
        }
        return places;
    }

    private static Map<TopicPartition, Long> offsets(Map<TopicPartition, OffsetAndMetadata> translated) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        translated.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
        return offsets;
    }

    @Test
    void shouldTranslateExactlyByMirrorMakersClientWhenTheEngineWroteTheCheckpoints() throws Exception {
        // Given
        Map<String, Map<TopicPartition, Long>> places = mirrored(flow("orders"), "orders");
        Map<String, Object> properties = target.clientProperties();

        // When, Then
        for (Map.Entry<String, Map<TopicPartition, Long>> group : places.entrySet()) {
            assertThat(offsets(RemoteClusterUtils.translateOffsets(properties, "a", group.getKey(), TIMEOUT)))
                    .as(group.getKey())
                    .isEqualTo(group.getValue());
        }
        Map<String, Map<TopicPartition, Long>> all = new TreeMap<>();
        RemoteClusterUtils.translateOffsets(properties, "a", Pattern.compile(".*-orders"), TIMEOUT)
                .forEach((group, translated) -> all.put(group, offsets(translated)));
        assertThat(all).isEqualTo(places);
        assertThat(RemoteClusterUtils.checkpointTopics(properties)).containsExactly("a.checkpoints.internal");
        assertThat(RemoteClusterUtils.heartbeatTopics(properties))
                .containsExactlyInAnyOrder("heartbeats", "a.heartbeats");
        assertThat(RemoteClusterUtils.upstreamClusters(properties)).containsExactly("a");
        assertThat(RemoteClusterUtils.replicationHops(properties, "a")).isEqualTo(1);
        assertThat(RemoteClusterUtils.replicationHops(properties, "elsewhere")).isEqualTo(-1);
    }

    @Test
    void shouldPlanByCheckpointsWhenLedgerAndStatusAreNotThere() throws Exception {
        // Given
        Flow flow = flow("invoices");
        Map<String, Map<TopicPartition, Long>> places = mirrored(flow, "invoices");
        Clusters.delete(target, InternalTopics.ledger(flow.name()));
        Clusters.delete(target, InternalTopics.status(flow.name()));

        try (FailoverClient client = FailoverClient.connect(target.clientProperties(), flow)) {
            for (Map.Entry<String, Map<TopicPartition, Long>> group : places.entrySet()) {
                // When
                GroupPlan plan = client.plan(group.getKey());
                client.apply(plan);

                // Then
                assertThat(plan.ready()).as("%s", plan).isTrue();
                assertThat(plan.seeks()).as("%s", plan).isEqualTo(group.getValue());
                assertThat(plan.partitions().values()).as("%s", plan).allSatisfy(partition -> {
                    assertThat(partition.decision()).isInstanceOfSatisfying(Seek.class, seek -> assertThat(seek.basis())
                            .isEqualTo(Basis.CHECKPOINT));
                    assertThat(partition.readAgain().atMost()).isEmpty();
                });
                assertThat(offsets(Clusters.committed(target, group.getKey()))).isEqualTo(group.getValue());
            }
        }
    }
}
