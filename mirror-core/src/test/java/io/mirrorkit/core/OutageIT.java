package io.mirrorkit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.ledger.PartitionState;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Clusters and partitions that are away for a while. */
class OutageIT {

    private static Map<String, Object> through(EmbeddedCluster cluster) {
        return Map.of("bootstrap.servers", cluster.proxy().bootstrapServers());
    }

    @Test
    void shouldStartLaterAndGoOnAfterwardsWhenTheTargetIsUnreachable() {
        try (EmbeddedCluster source = EmbeddedCluster.start();
                EmbeddedCluster target = EmbeddedCluster.builder().behindProxy().start()) {
            // Given
            TopicPartition partition = new TopicPartition("outage", 0);
            source.createTopic("outage", 1);
            Records.produce(source, partition, 1_000);
            target.proxy().cut();
            Mirroring mirroring = Mirroring.of(
                    source,
                    source.clientProperties(),
                    target,
                    through(target),
                    Mirroring.flow("outage").config("admin.timeout.ms", 2_000).build());

            // When
            mirroring.engine().start();
            assertThat(mirroring.status().state()).isEqualTo(FlowState.RETRYING);
            target.proxy().restore();

            // Then
            mirroring.awaitCopied("outage", 1);
            mirroring.assertSame("outage", 1);

            // And when
            target.proxy().cut();
            long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        Records.produce(source, partition, 100);
                        return System.nanoTime() > until;
                    });
            target.proxy().restore();

            // Then
            mirroring.awaitCopied("outage", 1);
            mirroring.assertSame("outage", 1);
            assertThat(mirroring.status().doubled()).isZero();
            mirroring.close();
        }
    }

    @Test
    void shouldCopyTheOthersWhenOnePartitionOfTheTargetHasNoLeader() throws Exception {
        try (EmbeddedCluster source = EmbeddedCluster.start();
                EmbeddedCluster target = EmbeddedCluster.builder().brokers(3).start()) {
            // Given
            source.createTopic("leaderless", 2);
            target.admin()
                    .createTopics(List.of(new NewTopic("a.leaderless", Map.of(0, List.of(0), 1, List.of(1)))))
                    .all()
                    .get();
            Records.produce(source, new TopicPartition("leaderless", 0), 100);
            Records.produce(source, new TopicPartition("leaderless", 1), 100);
            try (Mirroring mirroring = Mirroring.started(
                    source, target, Mirroring.flow("leaderless").build())) {
                mirroring.awaitCopied("leaderless", 2);

                // When
                target.stopBroker(1);
                for (int i = 0; i < 20; i++) {
                    Records.produce(source, new TopicPartition("leaderless", 0), 1_000);
                    Records.produce(source, new TopicPartition("leaderless", 1), 1_000);
                }

                // Then
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                    assertThat(mirroring.status("leaderless", 0).orElseThrow().copied())
                            .isEqualTo(20_100);
                    assertThat(mirroring.status("leaderless", 1).orElseThrow().state())
                            .isEqualTo(PartitionState.RETRYING);
                    assertThat(mirroring.status("leaderless", 1).orElseThrow().reason())
                            .contains("does not acknowledge")
                            .contains("leader");
                });

                // And when
                target.startBroker(1);

                // Then
                mirroring.awaitCopied("leaderless", 2);
                mirroring.assertSame("leaderless", 2);
                assertThat(mirroring.status().doubled()).isZero();
            }
        }
    }
}
