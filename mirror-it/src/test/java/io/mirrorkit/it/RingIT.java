package io.mirrorkit.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.Flow;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import io.mirrorkit.testing.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.mirror.RemoteClusterUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nothing goes round, though no engine of a ring of three knows all three clusters, and every flow takes all topics. */
@SuppressWarnings("try") // an engine is started for what it does, and closed at the end
class RingIT {

    /** Several times the interval at which topics are looked for. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(2);

    private static EmbeddedCluster a;
    private static EmbeddedCluster b;
    private static EmbeddedCluster c;

    @BeforeAll
    static void startClusters() {
        a = EmbeddedCluster.start();
        b = EmbeddedCluster.start();
        c = EmbeddedCluster.start();
    }

    @AfterAll
    static void stopClusters() {
        a.close();
        b.close();
        c.close();
    }

    /** A flow of all topics; the stories of this class tell their topics apart by the ends of their names. */
    private static Flow flow(String source, String target, String story, boolean heartbeats) {
        return Replication.quick(source, target)
                .name(story + "-" + source + "-" + target)
                .topics(TopicFilters.include(".*" + story))
                .policy(NamingPolicies.prefix())
                .config("heartbeats.enabled", heartbeats)
                .build();
    }

    private static Set<String> topics(TestCluster cluster, String story) throws Exception {
        Set<String> topics = new TreeSet<>(cluster.admin().listTopics().names().get());
        topics.removeIf(topic -> !topic.endsWith(story));
        return topics;
    }

    private static void awaitTopics(TestCluster cluster, String story, String... expected) {
        await().atMost(Duration.ofSeconds(60))
                .during(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(topics(cluster, story)).containsExactlyInAnyOrder(expected));
    }

    private static void assertSame(TestCluster origin, String topic, TestCluster cluster, String remote) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> Records.assertSameRecords(records(origin, topic), records(cluster, remote)));
    }

    private static List<org.apache.kafka.clients.consumer.ConsumerRecord<byte[], byte[]>> records(
            TestCluster cluster, String topic) {
        return Records.readAll(cluster, new TopicPartition(topic, 0), IsolationLevel.READ_COMMITTED);
    }

    private static void produce(EmbeddedCluster cluster, String topic) {
        cluster.createTopic(topic, 1);
        Records.produceCommitted(
                cluster, "tx-" + topic, Records.numbered(new TopicPartition(topic, 0), topic.hashCode() % 1000, 50));
        Records.produce(cluster, new TopicPartition(topic, 0), 20);
    }

    @Test
    void shouldCopyEveryTopicToEveryClusterOnceWhenThreeEnginesFormARing() throws Exception {
        // Given
        produce(a, "of-a.ring");
        produce(b, "of-b.ring");
        produce(c, "of-c.ring");

        // When
        try (Replication ab = Replication.start(Map.of("a", a, "b", b), flow("a", "b", "ring", true));
                Replication bc = Replication.start(Map.of("b", b, "c", c), flow("b", "c", "ring", true));
                Replication ca = Replication.start(Map.of("c", c, "a", a), flow("c", "a", "ring", true))) {

            // Then
            awaitTopics(a, "ring", "of-a.ring", "c.of-c.ring", "c.b.of-b.ring");
            awaitTopics(b, "ring", "of-b.ring", "a.of-a.ring", "a.c.of-c.ring");
            awaitTopics(c, "ring", "of-c.ring", "b.of-b.ring", "b.a.of-a.ring");
            assertSame(a, "of-a.ring", b, "a.of-a.ring");
            assertSame(a, "of-a.ring", c, "b.a.of-a.ring");
            assertSame(b, "of-b.ring", c, "b.of-b.ring");
            assertSame(b, "of-b.ring", a, "c.b.of-b.ring");
            assertSame(c, "of-c.ring", a, "c.of-c.ring");
            assertSame(c, "of-c.ring", b, "a.c.of-c.ring");

            // And so do heartbeats, by which MirrorMaker 2's client sees two hops and no more
            awaitTopics(a, "heartbeats", "heartbeats", "c.heartbeats", "c.b.heartbeats");
            awaitTopics(b, "heartbeats", "heartbeats", "a.heartbeats", "a.c.heartbeats");
            awaitTopics(c, "heartbeats", "heartbeats", "b.heartbeats", "b.a.heartbeats");
            assertThat(RemoteClusterUtils.upstreamClusters(c.clientProperties()))
                    .containsExactlyInAnyOrder("a", "b");
            assertThat(RemoteClusterUtils.replicationHops(c.clientProperties(), "b"))
                    .isEqualTo(1);
            assertThat(RemoteClusterUtils.replicationHops(c.clientProperties(), "a"))
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldCopyEveryTopicToTheOtherClusterOnceWhenOneEngineCopiesBothWays() {
        // Given: the same name on both sides
        produce(a, "orders.both");
        produce(b, "orders.both");

        // When
        try (Replication both = Replication.start(
                Map.of("a", a, "b", b), flow("a", "b", "both", false), flow("b", "a", "both", false))) {

            // Then
            awaitTopics(a, "both", "orders.both", "b.orders.both");
            awaitTopics(b, "both", "orders.both", "a.orders.both");
            assertSame(a, "orders.both", b, "a.orders.both");
            assertSame(b, "orders.both", a, "b.orders.both");
        }
    }
}
