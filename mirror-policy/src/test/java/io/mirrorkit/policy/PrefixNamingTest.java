package io.mirrorkit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mirrorkit.api.ReplicationPolicy;
import io.mirrorkit.api.ReplicationPolicy.Hop;
import io.mirrorkit.api.contract.ReplicationPolicyContract;
import org.junit.jupiter.api.Test;

class PrefixNamingTest extends ReplicationPolicyContract {

    @Override
    protected ReplicationPolicy policy() {
        return NamingPolicies.prefix();
    }

    @Test
    void shouldPutTheAliasBeforeTheTopicWhenNaming() {
        // Given
        ReplicationPolicy policy = NamingPolicies.prefix();

        // When
        String remote = policy.remoteTopic("primary", "orders.v1");

        // Then
        assertThat(remote).isEqualTo("primary.orders.v1");
        assertThat(policy.sourceTopic("primary", remote)).contains("orders.v1");
        assertThat(policy.sourceTopic("backup", remote)).isEmpty();
    }

    @Test
    void shouldPutTheSeparatorIntoHeartbeatsTooWhenItIsNotADot() {
        // Given
        ReplicationPolicy policy = NamingPolicies.prefix("_");

        // When
        String remote = policy.remoteTopic("primary", "heartbeats");

        // Then
        assertThat(remote).isEqualTo("primary_heartbeats");
    }

    @Test
    void shouldShowAllHopsWhenATopicCameThroughTwoClusters() {
        // Given
        ReplicationPolicy policy = NamingPolicies.prefix();

        // When
        String topic = "b.a.orders";

        // Then
        assertThat(policy.hop(topic)).contains(new Hop("b", "a.orders"));
        assertThat(policy.hops(topic)).containsExactly(new Hop("b", "a.orders"), new Hop("a", "orders"));
        assertThat(policy.originalTopic(topic)).isEqualTo("orders");
    }

    @Test
    void shouldTakeATopicForLocalWhenOnlySeparatorsFollow() {
        // Given
        ReplicationPolicy policy = NamingPolicies.prefix();

        // When
        String topic = "foo..";

        // Then
        assertThat(policy.hop(topic)).isEmpty();
        assertThat(policy.hop("foo")).isEmpty();
        assertThat(policy.sourceTopic("a", policy.remoteTopic("a", topic))).contains(topic);
    }

    @Test
    void shouldShowAnEmptyAliasWhenANameBeginsWithTheSeparator() {
        // Given
        ReplicationPolicy policy = NamingPolicies.prefix("-");

        // When
        var hops = policy.hops("-b-orders");

        // Then
        assertThat(hops).containsExactly(new Hop("", "b-orders"), new Hop("b", "orders"));
    }

    @Test
    void shouldKnowNoSourceTopicWhenNothingLegalFollowsThePrefix() {
        // Given
        ReplicationPolicy policy = NamingPolicies.prefix();

        // When
        var source = policy.sourceTopic("primary", "primary.");

        // Then
        assertThat(source).isEmpty();
        assertThat(policy.sourceTopic("primary", "primary..")).isEmpty();
        assertThat(policy.sourceTopic("primary", "primary....")).contains("...");
    }

    @Test
    void shouldRefuseAnAliasWhenItHoldsTheSeparator() {
        // Given
        ReplicationPolicy policy = NamingPolicies.prefix();

        // When, Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.remoteTopic("eu.west", "orders"))
                .withMessageContaining("the alias \"eu.west\"")
                .withMessageContaining("separator \".\"");
        assertThatIllegalArgumentException().isThrownBy(() -> policy.sourceTopic("eu.west", "eu.west.orders"));
        assertThat(NamingPolicies.prefix("_").remoteTopic("eu.west", "orders")).isEqualTo("eu.west_orders");
    }

    @Test
    void shouldRefuseAnAliasWhenItRunsIntoTheSeparator() {
        // Given
        ReplicationPolicy policy = NamingPolicies.prefix("--");

        // When, Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.remoteTopic("a-", "orders"))
                .withMessageContaining("the alias \"a-\" holds or runs into the separator \"--\"");
        assertThat(policy.hop(policy.remoteTopic("a-b", "orders"))).contains(new Hop("a-b", "orders"));
    }

    @Test
    void shouldRefuseAnAliasWhenNoTopicNameCouldHoldIt() {
        // Given
        ReplicationPolicy policy = NamingPolicies.prefix();

        // When, Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.remoteTopic("", "orders"))
                .withMessage("the alias is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.remoteTopic("eu west", "orders"))
                .withMessageContaining("the alias \"eu west\" can't be part of a topic name");
    }

    @Test
    void shouldRefuseASeparatorWhenNoTopicNameCouldHoldIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamingPolicies.prefix(""))
                .withMessage("the separator is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamingPolicies.prefix("->"))
                .withMessageContaining("the separator \"->\" can't be part of a topic name");
    }

    @Test
    void shouldNameItsSeparatorWhenDescribed() {
        assertThat(NamingPolicies.prefix().description()).isEqualTo("prefix(separator=.)");
        assertThat(NamingPolicies.prefix("_")).hasToString("prefix(separator=_)");
    }
}
