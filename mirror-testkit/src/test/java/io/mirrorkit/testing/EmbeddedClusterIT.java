package io.mirrorkit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class EmbeddedClusterIT {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    @Test
    void shouldKeepTwoClustersApartWhenBothRun() throws Exception {
        // Given
        try (EmbeddedCluster one = EmbeddedCluster.start();
                EmbeddedCluster other = EmbeddedCluster.start()) {
            // When
            Records.produce(one, ORDERS, 3);

            // Then
            assertThat(one.clusterId()).isNotEqualTo(other.clusterId());
            assertThat(one.admin().describeCluster().clusterId().get()).isEqualTo(one.clusterId());
            assertThat(one.admin().listTopics().names().get()).containsExactly("orders");
            assertThat(other.admin().listTopics().names().get()).isEmpty();
        }
    }

    @Test
    void shouldKeepDataAndAddressWhenItsOnlyBrokerIsStoppedAndStarted() {
        // Given
        try (EmbeddedCluster cluster = EmbeddedCluster.start()) {
            cluster.createTopic("orders", 1);
            Records.produce(cluster, ORDERS, 3);
            String before = cluster.bootstrapServers();

            // When
            cluster.stopBroker(0);
            cluster.startBroker(0);

            // Then
            assertThat(cluster.bootstrapServers()).isEqualTo(before);
            assertThat(Records.readAll(cluster, ORDERS, IsolationLevel.READ_UNCOMMITTED))
                    .hasSize(3);
        }
    }

    @Test
    void shouldGoOnWhenOneOfThreeBrokersIsAway() {
        // Given
        try (EmbeddedCluster cluster = EmbeddedCluster.builder().brokers(3).start()) {
            cluster.createTopic("orders", 1, 3, Map.of());
            Records.produce(cluster, ORDERS, 3);

            for (int broker : List.of(0, 2)) {
                // When
                cluster.stopBroker(broker);
                Records.produce(cluster, Records.numbered(ORDERS, 3, 2));
                cluster.startBroker(broker);
            }

            // Then
            assertThat(Records.readAll(cluster, ORDERS, IsolationLevel.READ_COMMITTED))
                    .hasSize(7);
        }
    }

    @Test
    void shouldTellCommittedFromAbortedWhenRead() {
        // Given
        try (EmbeddedCluster cluster = EmbeddedCluster.start()) {
            cluster.createTopic("orders", 1);

            // When
            Records.produceCommitted(cluster, "till", Records.numbered(ORDERS, 0, 2));
            Records.produceAborted(cluster, "till", Records.numbered(ORDERS, 2, 2));

            // Then
            assertThat(Records.readAll(cluster, ORDERS, IsolationLevel.READ_UNCOMMITTED))
                    .hasSize(4);
            assertThat(Records.readAll(cluster, ORDERS, IsolationLevel.READ_COMMITTED))
                    .hasSize(2);
        }
    }

    @Test
    void shouldApplyPropertyWhenGiven() throws Exception {
        // Given
        EmbeddedCluster.Builder builder =
                EmbeddedCluster.builder().property("num.partitions", "7").property("auto.create.topics.enable", "true");

        // When
        try (EmbeddedCluster cluster = builder.start()) {
            Records.produce(cluster, ORDERS, 1);

            // Then
            assertThat(cluster.admin()
                            .describeTopics(List.of("orders"))
                            .allTopicNames()
                            .get()
                            .get("orders")
                            .partitions())
                    .hasSize(7);
        }
    }
}
