package io.mirrorkit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mirrorkit.api.ReplicationPolicy;
import io.mirrorkit.api.ReplicationPolicy.Hop;
import io.mirrorkit.api.contract.ReplicationPolicyContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityNamingTest extends ReplicationPolicyContract {

    @Override
    protected ReplicationPolicy policy() {
        return NamingPolicies.identity();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"orders", "primary.orders", "user-heartbeats", "my_heartbeats", "heartbeats.v2", "heartbeats-x"})
    void shouldKeepTheNameWhenATopicIsNoHeartbeatsTopic(String topic) {
        // Given
        ReplicationPolicy policy = NamingPolicies.identity();

        // When
        String remote = policy.remoteTopic("primary", topic);

        // Then
        assertThat(remote).isEqualTo(topic);
        assertThat(policy.sourceTopic("primary", topic)).contains(topic);
        assertThat(policy.hop(topic)).isEmpty();
    }

    @Test
    void shouldPrefixHeartbeatsWhenNaming() {
        // Given
        ReplicationPolicy policy = NamingPolicies.identity();

        // When
        String remote = policy.remoteTopic("primary", "heartbeats");

        // Then
        assertThat(remote).isEqualTo("primary.heartbeats");
        assertThat(policy.sourceTopic("primary", remote)).contains("heartbeats");
        assertThat(policy.sourceTopic("primary", "heartbeats")).isEmpty();
        assertThat(policy.sourceTopic("backup", remote)).isEmpty();
    }

    @Test
    void shouldShowAllHopsWhenHeartbeatsCameThroughTwoClusters() {
        // Given
        ReplicationPolicy policy = NamingPolicies.identity();

        // When
        String remote = policy.remoteTopic("b", "a.heartbeats");

        // Then
        assertThat(remote).isEqualTo("b.a.heartbeats");
        assertThat(policy.hops(remote)).containsExactly(new Hop("b", "a.heartbeats"), new Hop("a", "heartbeats"));
        assertThat(TopicCycles.byHops().isCycle("c", "a", remote, policy)).isTrue();
    }

    @Test
    void shouldPrefixHeartbeatsBehindItsOwnSeparatorWhenItHasOne() {
        // Given
        ReplicationPolicy policy = NamingPolicies.identity("_");

        // When
        String remote = policy.remoteTopic("eu.west", "heartbeats");

        // Then
        assertThat(remote).isEqualTo("eu.west_heartbeats");
        assertThat(policy.remoteTopic("eu.west", "x.heartbeats")).isEqualTo("x.heartbeats");
    }

    @Test
    void shouldRefuseAnAliasAtTheFirstTopicWhenItHoldsTheSeparator() {
        // Given
        ReplicationPolicy policy = NamingPolicies.identity();

        // When, Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.remoteTopic("eu.west", "orders"))
                .withMessageContaining("\"eu.west\"");
        assertThatIllegalArgumentException().isThrownBy(() -> policy.sourceTopic("eu.west", "orders"));
    }

    @Test
    void shouldNameItsSeparatorWhenDescribed() {
        assertThat(NamingPolicies.identity().description()).isEqualTo("identity(separator=.)");
        assertThat(NamingPolicies.identity("_")).hasToString("identity(separator=_)");
    }
}
