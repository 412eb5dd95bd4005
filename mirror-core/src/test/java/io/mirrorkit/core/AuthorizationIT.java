package io.mirrorkit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.ledger.PartitionState;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rights that are missing, or are taken away in mid-copy: the partition concerned says so, the others go on. */
class AuthorizationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static EmbeddedCluster source;
    private static EmbeddedCluster target;

    @BeforeAll
    static void startClusters() {
        source = withAuthorizer();
        target = withAuthorizer();
    }

    private static EmbeddedCluster withAuthorizer() {
        return EmbeddedCluster.builder()
                .property("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .property("allow.everyone.if.no.acl.found", "true")
                .start();
    }

    @AfterAll
    static void stopClusters() {
        source.close();
        target.close();
    }

    private static AclBinding denial(String topic, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:*", "*", operation, AclPermissionType.DENY));
    }

    private static void deny(EmbeddedCluster cluster, String topic, AclOperation operation) throws Exception {
        // A topic with any ACL allows only what one says, so everything else is allowed by another.
        cluster.admin()
                .createAcls(List.of(
                        denial(topic, operation),
                        new AclBinding(
                                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                                new AccessControlEntry("User:*", "*", AclOperation.ALL, AclPermissionType.ALLOW))))
                .all()
                .get();
    }

    private static void allow(EmbeddedCluster cluster, String topic, AclOperation operation) throws Exception {
        cluster.admin()
                .deleteAcls(List.of(denial(topic, operation).toFilter()))
                .all()
                .get();
    }

    private static void topics(String... names) {
        for (String name : names) {
            source.createTopic(name, 1);
            Records.produce(source, new TopicPartition(name, 0), 100);
        }
    }

    @Test
    void shouldGoOnWithTheOthersWhenTheSourceForbidsATopic() throws Exception {
        // Given
        topics("read-free", "read-denied");
        try (Mirroring mirroring = Mirroring.started(
                source, target, Mirroring.flow("read-free", "read-denied").build())) {
            mirroring.awaitCopied("read-denied", 1);

            // When
            Records.produce(source, new TopicPartition("read-free", 0), 100);
            Records.produce(source, new TopicPartition("read-denied", 0), 100);
            deny(source, "read-denied", AclOperation.READ);
            await().atMost(PATIENCE).untilAsserted(() -> {
                Records.produce(source, new TopicPartition("read-denied", 0), 1);
                assertThat(mirroring.status("read-denied", 0).orElseThrow().state())
                        .isEqualTo(PartitionState.RETRYING);
                assertThat(mirroring.status("read-denied", 0).orElseThrow().reason())
                        .contains("TopicAuthorization");
            });
            Records.produce(source, new TopicPartition("read-free", 0), 100);

            // Then
            mirroring.awaitCopied("read-free", 1);
            allow(source, "read-denied", AclOperation.READ);
            mirroring.awaitCopied("read-denied", 1);
            mirroring.assertSame("read-denied", 1);
            mirroring.assertSame("read-free", 1);
        }
    }

    @Test
    void shouldGoOnWithTheOthersWhenTheTargetForbidsATopic() throws Exception {
        // Given
        topics("write-free", "write-denied");
        try (Mirroring mirroring = Mirroring.started(
                source, target, Mirroring.flow("write-free", "write-denied").build())) {
            mirroring.awaitCopied("write-denied", 1);

            // When
            deny(target, "a.write-denied", AclOperation.WRITE);
            Records.produce(source, new TopicPartition("write-denied", 0), 100);
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(mirroring.status("write-denied", 0).orElseThrow().state())
                        .isEqualTo(PartitionState.RETRYING);
                assertThat(mirroring.status("write-denied", 0).orElseThrow().reason())
                        .contains("record 100")
                        .contains("TopicAuthorization");
            });
            Records.produce(source, new TopicPartition("write-free", 0), 100);

            // Then
            mirroring.awaitCopied("write-free", 1);
            allow(target, "a.write-denied", AclOperation.WRITE);
            mirroring.awaitCopied("write-denied", 1);
            mirroring.assertSame("write-denied", 1);
            mirroring.assertSame("write-free", 1);
            assertThat(mirroring.status().doubled()).isZero();
        }
    }

    @Test
    void shouldReplicateWhenTheSourceForbidsHeartbeats() throws Exception {
        // Given
        topics("no-heartbeats");
        source.createTopic("heartbeats", 1);
        deny(source, "heartbeats", AclOperation.WRITE);

        // When
        try (Mirroring mirroring = Mirroring.started(
                source,
                target,
                Flow.builder("a", "b")
                        .name("flow.no-heartbeats")
                        .topics(TopicFilters.include("no-heartbeats"))
                        .policy(NamingPolicies.prefix())
                        .config("heartbeats.interval.ms", 100)
                        .config("status.interval.ms", 200)
                        .build())) {

            // Then
            mirroring.awaitCopied("no-heartbeats", 1);
            mirroring.assertSame("no-heartbeats", 1);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            Records.readAll(target, new TopicPartition("heartbeats", 0), IsolationLevel.READ_COMMITTED))
                    .isNotEmpty());
        }
    }
}
