package io.mirrorkit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.Node;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LoopbackProxyIT {

    private static EmbeddedCluster cluster;
    private static LoopbackProxy proxy;
    private static Admin client;

    @BeforeAll
    static void start() {
        cluster = EmbeddedCluster.builder().brokers(2).behindProxy().start();
        proxy = cluster.proxy();
        client = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, proxy.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        client.close(Duration.ZERO);
        cluster.close();
    }

    @AfterEach
    void mend() throws Exception {
        proxy.restore();
        proxy.delay(Duration.ZERO);
        nodes().get();
    }

    @Test
    void shouldAdvertiseTheProxyWhenAClientPassesIt() throws Exception {
        // When
        Collection<Node> nodes = nodes().get();

        // Then
        assertThat(nodes).extracting(Node::port).containsExactlyInAnyOrderElementsOf(proxy.ports());
    }

    @Test
    void shouldDelayBothWaysWhenToldTo() throws Exception {
        // Given
        nodes().get();

        // When
        proxy.delay(Duration.ofMillis(100));

        // Then
        assertThat(roundTrip()).isBetween(Duration.ofMillis(200), Duration.ofSeconds(5));
    }

    @Test
    void shouldAnswerNothingWhileHangingAndEverythingAfterwards() throws Exception {
        // Given
        nodes().get();

        // When
        proxy.hang();
        Future<?> asked = nodes();

        // Then
        assertThatThrownBy(() -> asked.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        proxy.restore();
        assertThat(asked.get(5, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void shouldRefuseClientsWhileCutAndServeThemAfterwards() throws Exception {
        // Given
        nodes().get();

        // When
        proxy.cut();

        // Then
        assertThatThrownBy(() -> nodes(Duration.ofMillis(500)).get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(org.apache.kafka.common.errors.TimeoutException.class);
        assertThat(cluster.admin().describeCluster().nodes().get()).hasSize(2);
        proxy.restore();
        assertThat(nodes().get()).hasSize(2);
    }

    private static Duration roundTrip() throws Exception {
        long before = System.nanoTime();
        nodes().get();
        return Duration.ofNanos(System.nanoTime() - before);
    }

    private static Future<Collection<Node>> nodes() {
        return nodes(Duration.ofSeconds(20));
    }

    private static Future<Collection<Node>> nodes(Duration timeout) {
        return client.describeCluster(new DescribeClusterOptions().timeoutMs((int) timeout.toMillis()))
                .nodes();
    }
}
