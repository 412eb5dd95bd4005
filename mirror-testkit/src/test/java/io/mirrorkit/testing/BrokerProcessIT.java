package io.mirrorkit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BrokerProcessIT {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    @Test
    void shouldKeepDataAndAddressWhenKilledAndStartedAgain() throws Exception {
        // Given
        try (BrokerProcess broker = BrokerProcess.start()) {
            Records.produce(broker, ORDERS, 3);

            // When
            broker.kill();
            assertThat(broker.isAlive()).isFalse();
            broker.restart();

            // Then
            assertThat(Records.readAll(broker, ORDERS, IsolationLevel.READ_UNCOMMITTED))
                    .hasSize(3);
            assertThat(broker.admin().describeCluster().clusterId().get()).isEqualTo(broker.clusterId());
        }
    }

    @Test
    void shouldAnswerNothingWhileSuspendedAndEverythingAfterwards() throws Exception {
        // Given
        try (BrokerProcess broker = BrokerProcess.start()) {
            broker.admin().describeCluster().nodes().get();

            // When
            broker.suspend();
            Future<?> asked = broker.admin().describeCluster().nodes();

            // Then
            assertThatThrownBy(() -> asked.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            broker.resume();
            assertThat(asked.get(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void shouldPassItsProxyWhenStartedBehindOne() throws Exception {
        // Given
        try (BrokerProcess broker = BrokerProcess.builder().behindProxy().start();
                Admin client = Admin.create(Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.proxy().bootstrapServers()))) {
            client.describeCluster().nodes().get();

            // When
            broker.proxy().hang();
            Future<?> asked = client.describeCluster().nodes();

            // Then
            assertThat(broker.admin().describeCluster().nodes().get()).hasSize(1);
            assertThat(asked.isDone()).isFalse();
            broker.proxy().restore();
            assertThat(asked.get(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void shouldSayWhyWhenTheBrokerDoesNotStart() {
        // Given
        BrokerProcess.Builder builder = BrokerProcess.builder().property("node.id", "-7");

        // When, Then
        assertThatThrownBy(builder::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("node ID");
    }
}
