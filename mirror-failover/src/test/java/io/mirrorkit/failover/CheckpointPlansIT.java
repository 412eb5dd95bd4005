package io.mirrorkit.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.ledger.Checkpoint;
import io.mirrorkit.api.ledger.InternalTopics;
import io.mirrorkit.failover.Decision.Seek;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A target that MirrorMaker 2 wrote to. Its checkpoints have one name per source alias, so every test has a cluster of its own. */
class CheckpointPlansIT {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final TopicPartition REMOTE = new TopicPartition("primary.orders", 0);
    private static final String CHECKPOINTS = InternalTopics.checkpoints("primary");

    private final Flow flow = Flow.builder("primary", "backup")
            .topics(topic -> true)
            .policy(NamingPolicies.prefix())
            .build();
    private EmbeddedCluster cluster;

    @BeforeEach
    void startCluster() {
        cluster = EmbeddedCluster.start();
        cluster.createTopic(CHECKPOINTS, 1, 1, Map.of("cleanup.policy", "compact"));
        cluster.createTopic(REMOTE.topic(), 1);
        Records.produce(cluster, REMOTE, 100);
    }

    @AfterEach
    void stopCluster() {
        cluster.close();
    }

    private static Checkpoint checkpoint(String group, long sourceOffset, long targetOffset) {
        return new Checkpoint(group, REMOTE.topic(), REMOTE.partition(), sourceOffset, targetOffset, "");
    }

    private static ProducerRecord<byte[], byte[]> record(Checkpoint checkpoint, byte[] value) {
        return new ProducerRecord<>(CHECKPOINTS, 0, checkpoint.key(), value);
    }

    private static ProducerRecord<byte[], byte[]> record(Checkpoint checkpoint) {
        return record(checkpoint, checkpoint.value());
    }

    @Test
    void shouldPlanAndApplyByCheckpointsWhenThereIsNoLedger() throws Exception {
        // Given: one null value, which breaks MirrorMaker 2's own client for every group
        Records.produce(
                cluster,
                List.of(
                        record(checkpoint("billing", 500, 30)),
                        record(checkpoint("billing", 540, 38)),
                        record(checkpoint("audit", 510, 10)),
                        record(checkpoint("odd", 510, 10), null),
                        record(checkpoint("odd", 510, 10), new byte[] {0, 7})));

        // When
        FailoverPlan plan;
        Applied applied;
        try (FailoverClient client = FailoverClient.connect(cluster.clientProperties(), flow)) {
            plan = client.planAll();
            applied = client.apply(client.plan("billing"));
        }

        // Then
        assertThat(plan.ready()).isTrue();
        assertThat(plan.groups()).containsOnlyKeys("audit", "billing");
        PartitionPlan billing = plan.groups().get("billing").partitions().get(ORDERS);
        assertThat(billing.decision()).isEqualTo(new Seek(38, Basis.CHECKPOINT));
        assertThat(billing.readAgain()).isEqualTo(ReadAgain.UNKNOWN);
        assertThat(billing.evidenceAge().group()).isPresent();
        assertThat(plan.groups().get("billing").notes())
                .containsExactly("2 records of the checkpoints topic can't be used");
        assertThat(applied.committed()).containsExactly(Map.entry(REMOTE, 38L));
        assertThat(cluster.admin()
                        .listConsumerGroupOffsets("billing")
                        .partitionsToOffsetAndMetadata()
                        .get())
                .containsExactly(Map.entry(REMOTE, new OffsetAndMetadata(38)));
    }

    @Test
    void shouldHoldWhenTheCheckpointLiesBeyondTheLog() {
        // Given: the remote topic was re-created, which MirrorMaker 2 does not notice
        Records.produce(cluster, List.of(record(checkpoint("billing", 5000, 4000))));

        // When
        GroupPlan plan;
        try (FailoverClient client = FailoverClient.connect(cluster.clientProperties(), flow)) {
            plan = client.plan("billing");
        }

        // Then
        assertThat(plan.holds().get(ORDERS).reason()).isEqualTo(Reason.TARGET_LOST_RECORDS);
    }

    @Test
    void shouldSayThatOffsetsCannotBeTranslatedWithoutALedger() {
        // When
        Map<TopicPartition, TranslatedOffset> translated;
        try (FailoverClient client = FailoverClient.connect(cluster.clientProperties(), flow)) {
            translated = client.translate(Map.of(ORDERS, 5L));
        }

        // Then
        assertThat(translated.get(ORDERS).decision().hold())
                .map(Decision.Hold::reason)
                .contains(Reason.NO_EVIDENCE);
    }
}
