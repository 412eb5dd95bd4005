package io.mirrorkit.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mirrorkit.api.errors.AccessDeniedException;
import io.mirrorkit.testing.EmbeddedCluster;
import java.util.List;
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

/** A target whose user may not do everything. */
class FailoverClientAccessIT {

    private static EmbeddedCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = EmbeddedCluster.builder()
                .property("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .property("allow.everyone.if.no.acl.found", "true")
                .start();
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    private static LeftOnTarget standing() {
        return new LeftOnTarget(cluster).flowTopics().remoteTopic(2, 100).standing();
    }

    /** Any rule for a resource makes everything forbidden there that no rule allows. */
    private static void allowOnly(AclOperation operation, ResourceType type, String name) throws Exception {
        AclBinding binding = new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry("User:*", "*", operation, AclPermissionType.ALLOW));
        cluster.admin().createAcls(List.of(binding)).all().get();
    }

    @Test
    void shouldHoldWhenTheUserMayNotSeeTheRemoteTopic() throws Exception {
        // Given
        LeftOnTarget left = standing();
        allowOnly(AclOperation.CREATE, ResourceType.TOPIC, left.remoteTopic);

        // When
        GroupPlan plan;
        try (FailoverClient client = FailoverClient.connect(cluster.clientProperties(), left.flow)) {
            plan = client.plan(left.group);
        }

        // Then
        assertThat(plan.holds().values()).extracting(Decision.Hold::reason).containsOnly(Reason.ACCESS_DENIED);
        assertThat(plan.holds()).hasSize(2);
    }

    @Test
    void shouldFailWhenTheUserMayNotReadTheLedger() throws Exception {
        // Given
        LeftOnTarget left = standing();
        allowOnly(AclOperation.DESCRIBE, ResourceType.TOPIC, left.ledgerTopic());

        // When
        AccessDeniedException denied;
        try (FailoverClient client = FailoverClient.connect(cluster.clientProperties(), left.flow)) {
            denied = catchThrowableOfType(AccessDeniedException.class, () -> client.plan(left.group));
        }

        // Then
        assertThat(denied).hasMessageContaining(left.ledgerTopic());
    }

    @Test
    void shouldFailAndCommitNothingWhenTheUserMayNotCommit() throws Exception {
        // Given: reading the group's offsets is allowed, committing is not
        LeftOnTarget left = standing();
        allowOnly(AclOperation.DESCRIBE, ResourceType.GROUP, left.group);

        // When
        AccessDeniedException denied;
        try (FailoverClient client = FailoverClient.connect(cluster.clientProperties(), left.flow)) {
            GroupPlan plan = client.plan(left.group);
            denied = catchThrowableOfType(AccessDeniedException.class, () -> client.apply(plan));
        }

        // Then
        assertThat(denied).hasMessageContaining("a commit for group " + left.group);
        assertThat(left.committed(0)).isEmpty();
    }
}
