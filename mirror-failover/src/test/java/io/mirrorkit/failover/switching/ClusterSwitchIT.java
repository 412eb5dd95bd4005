package io.mirrorkit.failover.switching;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.ledger.ControlState;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.LoopbackProxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Instances that can't see all: cut off from one cluster, from both, and clusters cut off from each other. */
class ClusterSwitchIT {

    private static final Flow FORTH = Flow.builder("a", "b")
            .topics(topic -> true)
            .policy(NamingPolicies.prefix())
            .build();

    private static EmbeddedCluster a;
    private static EmbeddedCluster b;

    @BeforeAll
    static void start() {
        a = EmbeddedCluster.builder().behindProxy().start();
        b = EmbeddedCluster.builder().behindProxy().start();
    }

    @AfterAll
    static void stop() {
        a.close();
        b.close();
    }

    private static Map<String, Object> through(LoopbackProxy proxy) {
        return Map.of("bootstrap.servers", proxy.bootstrapServers(), "reconnect.backoff.max.ms", 200);
    }

    private static ClusterSwitch.Builder instance(String application, String name) {
        return ClusterSwitch.builder(application).flow(FORTH).instance(name).startOn("a");
    }

    private static void awaitActive(ClusterSwitch clusters, String alias) {
        await().atMost(Duration.ofSeconds(30)).until(() -> clusters.current()
                .filter(state -> state.active().equals(alias))
                .isPresent());
    }

    @Test
    void shouldStopWhenItsLeaseEndsAndGoOnWhenItSeesAClusterAgain() throws Exception {
        a.createTopic("lease", 1);
        try (ClusterSwitch clusters = instance("lease", "one")
                        .cluster("a", through(a.proxy()))
                        .cluster("b", through(b.proxy()))
                        .lease(Duration.ofSeconds(4), Lease.STOP)
                        .start();
                SwitchableProducer<byte[], byte[]> producer = SwitchableProducer.<byte[], byte[]>builder(
                                clusters,
                                Map.of("max.block.ms", 1000),
                                (cluster, all) ->
                                        new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer()))
                        .build()) {
            // Given
            awaitActive(clusters, "a");
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("lease", "r".getBytes(UTF_8));
            producer.send(record).get();

            // When: it sees only the other cluster
            a.proxy().cut();
            await().during(Duration.ofSeconds(6)).atMost(Duration.ofSeconds(30)).until(() -> clusters.current()
                    .isPresent());

            // When: it sees none
            b.proxy().cut();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> clusters.current().isEmpty());

            // Then
            assertThatThrownBy(() -> producer.send(record))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("no copy of the state was read");
            a.proxy().restore();
            b.proxy().restore();
            awaitActive(clusters, "a");
            assertThat(producer.send(record).get().offset()).isPositive();
        } finally {
            a.proxy().restore();
            b.proxy().restore();
        }
    }

    @Test
    void shouldStandStillWhenBothSidesDecidedOtherwiseAndFollowWhoDecidesNext() {
        Map<String, Object> nowhere = Map.of("bootstrap.servers", "localhost:1");
        try (SwitchControl onlyA = control(a.clientProperties(), nowhere);
                SwitchControl onlyB = control(nowhere, b.clientProperties());
                SwitchControl both = control(a.clientProperties(), b.clientProperties())) {
            // Given: each instance sees one cluster, and each cluster was decided for
            ControlState first = both.start("a", "first");
            try (ClusterSwitch atA = instance("split", "at-a")
                            .cluster("a", a.clientProperties())
                            .cluster("b", nowhere)
                            .start();
                    ClusterSwitch atB = instance("split", "at-b")
                            .cluster("a", nowhere)
                            .cluster("b", b.clientProperties())
                            .start()) {
                awaitActive(atA, "a");
                onlyB.switchTo("b", "a is lost, says b");
                awaitActive(atB, "b");
                assertThat(atA.current()).contains(first);
                onlyA.change(
                        "a", "b is lost, says a", (changes, standing) -> Optional.of(changes.fence(standing, "b")));

                // When: somebody sees both
                try (ClusterSwitch atBoth = instance("split", "at-both")
                        .cluster("a", a.clientProperties())
                        .cluster("b", b.clientProperties())
                        .start()) {
                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> both.read().standing() instanceof Standing.Contradicted);
                    await().during(Duration.ofSeconds(1))
                            .atMost(Duration.ofSeconds(10))
                            .until(() -> atBoth.current().isEmpty());

                    // Then
                    ControlState settled = both.switchTo("b", "we agreed");
                    for (ClusterSwitch one : List.of(atA, atB, atBoth)) {
                        awaitActive(one, "b");
                    }
                    assertThat(both.read().states()).isEqualTo(Map.of("a", settled, "b", settled));
                }
            }
        }
    }

    private static SwitchControl control(Map<String, Object> toA, Map<String, Object> toB) {
        return SwitchControl.builder("split")
                .cluster("a", toA)
                .cluster("b", toB)
                .otherClusterWithin(Duration.ofSeconds(1))
                .connect();
    }
}
