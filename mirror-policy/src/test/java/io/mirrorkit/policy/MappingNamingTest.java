package io.mirrorkit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mirrorkit.api.ReplicationPolicy;
import io.mirrorkit.api.ReplicationPolicy.Hop;
import io.mirrorkit.api.contract.ReplicationPolicyContract;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingNamingTest extends ReplicationPolicyContract {

    @Override
    protected ReplicationPolicy policy() {
        return NamingPolicies.mapping("{topic}-dr")
                .withPair("orders", "orders-eu")
                .withPair("x", "payments-dr");
    }

    /** "payments" has no remote name of its own, since a pair took it. */
    @Override
    protected Arbitrary<String> legalTopic() {
        return super.legalTopic().filter(topic -> !topic.equals("payments"));
    }

    @Test
    void shouldUseThePairWhenThereIsOneAndTheTemplateElse() {
        // Given
        MappingNaming policy = NamingPolicies.mapping("{topic}-dr").withPair("orders", "orders-eu");

        // When
        String paired = policy.remoteTopic("primary", "orders");
        String templated = policy.remoteTopic("primary", "clicks");

        // Then
        assertThat(paired).isEqualTo("orders-eu");
        assertThat(policy.sourceTopic("primary", "orders-eu")).contains("orders");
        assertThat(templated).isEqualTo("clicks-dr");
        assertThat(policy.sourceTopic("primary", "clicks-dr")).contains("clicks");
        assertThat(policy.sourceTopic("primary", "clicks")).isEmpty();
    }

    @Test
    void shouldKnowNoSourceTopicWhenAPairTookTheTopicFromTheTemplatedName() {
        // Given
        MappingNaming policy = NamingPolicies.mapping("{topic}-dr").withPair("orders", "orders-eu");

        // When
        var source = policy.sourceTopic("primary", "orders-dr");

        // Then
        assertThat(source).isEmpty();
    }

    @Test
    void shouldAnswerThePairsTopicWhenAnotherTopicsTemplatedNameCollides() {
        // Given
        MappingNaming policy = NamingPolicies.mapping("{topic}").withPair("orders", "payments");

        // When
        var source = policy.sourceTopic("primary", "payments");

        // Then
        assertThat(source).contains("orders");
        assertThat(policy.remoteTopic("primary", "payments"))
                .as("the engine refuses this one, by the round-trip law")
                .isEqualTo("payments");
    }

    @Test
    void shouldSwapTwoTopicsWhenPairsSaySo() {
        // Given
        MappingNaming policy = NamingPolicies.mapping("{topic}").withPairs(Map.of("a", "b", "b", "a"));

        // When
        var source = policy.sourceTopic("primary", "a");

        // Then
        assertThat(source).contains("b");
        assertThat(policy.sourceTopic("primary", "b")).contains("a");
    }

    @ParameterizedTest
    @CsvSource({
        "{source}.{topic}, primary.orders.v1",
        "{source}-{topic}, primary-orders.v1",
        "{topic}-from-{source}, orders.v1-from-primary",
        "dr_{source}_{topic}_x, dr_primary_orders.v1_x",
        "dr.{topic}.{source}.x, dr.orders.v1.primary.x",
    })
    void shouldShowTheHopWhenTheTemplateNamesTheSource(String template, String remote) {
        // Given
        MappingNaming policy = NamingPolicies.mapping(template);

        // When
        String named = policy.remoteTopic("primary", "orders.v1");

        // Then
        assertThat(named).isEqualTo(remote);
        assertThat(policy.sourceTopic("primary", remote)).contains("orders.v1");
        assertThat(policy.hop(remote)).contains(new Hop("primary", "orders.v1"));
        assertThat(policy.hop("orders")).isEmpty();
    }

    @Test
    void shouldShowNoHopWhenTheTemplateDoesNotNameTheSource() {
        // Given
        MappingNaming policy = NamingPolicies.mapping("{topic}-dr");

        // When
        var hop = policy.hop(policy.remoteTopic("primary", "primary.orders"));

        // Then
        assertThat(hop).isEmpty();
    }

    @Test
    void shouldShowNoHopWhenAPairsRemoteNameOnlyLooksTemplated() {
        // Given
        MappingNaming policy = NamingPolicies.mapping("{source}.{topic}")
                .withPair("orders", "eu.sales")
                .withPair("clicks", "primary.clicks");

        // When
        var hop = policy.hop("eu.sales");

        // Then
        assertThat(hop).isEmpty();
        assertThat(policy.hop("primary.clicks")).contains(new Hop("primary", "clicks"));
    }

    @Test
    void shouldPrefixHeartbeatsWhenTheTemplateDoesNotNameTheSource() {
        // Given
        MappingNaming policy = NamingPolicies.mapping("{topic}-dr");

        // When
        String remote = policy.remoteTopic("primary", "heartbeats");

        // Then
        assertThat(remote).isEqualTo("primary.heartbeats");
        assertThat(policy.sourceTopic("primary", remote)).contains("heartbeats");
        assertThat(policy.hop(remote)).contains(new Hop("primary", "heartbeats"));
        assertThat(NamingPolicies.mapping("{source}_{topic}").remoteTopic("primary", "heartbeats"))
                .isEqualTo("primary_heartbeats");
    }

    @Test
    void shouldKeepTheRoundTripLawWhenATemplatedNameLooksLikeHeartbeats() {
        // Given
        MappingNaming policy = NamingPolicies.mapping("{topic}beats");

        // When
        String remote = policy.remoteTopic("b", "a.heart");

        // Then
        assertThat(remote).isEqualTo("a.heartbeats");
        assertThat(policy.sourceTopic("b", remote)).contains("a.heart");
        assertThat(policy.sourceTopic("a", remote)).contains("heartbeats");
    }

    @Test
    void shouldRefuseAnAliasWhenItCanNotBeReadBack() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamingPolicies.mapping("{source}-{topic}").remoteTopic("eu-west", "orders"))
                .withMessageContaining("the alias \"eu-west\" holds or runs into the separator \"-\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamingPolicies.mapping("{topic}--{source}").sourceTopic("-a", "orders"))
                .withMessageContaining("the alias \"-a\" holds or runs into the separator \"--\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamingPolicies.mapping("{topic}-dr").remoteTopic("eu.west", "orders"))
                .withMessageContaining("the alias \"eu.west\"");
        assertThat(NamingPolicies.mapping("{source}-{topic}").remoteTopic("eu.west", "heartbeats"))
                .isEqualTo("eu.west-heartbeats");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orders | does not hold {topic}, so all topics would have one name",
                "{topics}-dr | does not hold {topic}",
                "{topic}-{topic} | holds {topic} more than once",
                "{source}-{topic}-{source} | holds {source} more than once",
                "{source}{topic} | needs a separator between {source} and {topic}",
                "{topic}{source} | needs a separator between {source} and {topic}",
                "{topic}-{target} | holds a brace; only {topic} and {source} are known",
                "{so{topic}urce} | holds a brace; only {topic} and {source} are known",
                "{topic}@eu | the template's text \"@eu\" can't be part of a topic name",
            })
    void shouldRefuseATemplateWithTheReasonWhenItIsNone(String template, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamingPolicies.mapping(template))
                .withMessageContaining(reason);
    }

    @Test
    void shouldRefuseAPairWhenItsRemoteNameIsTaken() {
        // Given
        MappingNaming policy = NamingPolicies.mapping("{topic}").withPair("orders", "sales");

        // When, Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.withPair("trades", "sales"))
                .withMessage("the topics \"orders\" and \"trades\" are both given the remote topic \"sales\"");
    }

    @Test
    void shouldRefuseAPairWhenItsTopicHasOne() {
        // Given
        MappingNaming policy = NamingPolicies.mapping("{topic}").withPair("orders", "sales");

        // When, Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.withPair("orders", "trades"))
                .withMessage("the topic \"orders\" is given two remote topics: \"sales\" and \"trades\"");
    }

    @Test
    void shouldRefuseAPairWhenANameIsNotLegal() {
        // Given
        MappingNaming policy = NamingPolicies.mapping("{topic}");

        // When, Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.withPair("orders", "orders@eu"))
                .withMessageContaining("the remote topic \"orders@eu\" is not a legal topic name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.withPair("..", "orders"))
                .withMessageContaining("the source topic \"..\" is not a legal topic name");
        assertThatIllegalArgumentException().isThrownBy(() -> policy.withPair("orders", "o".repeat(250)));
    }

    @Test
    void shouldListItsPairsInOneOrderWhenDescribed() {
        // Given
        MappingNaming one =
                NamingPolicies.mapping("{topic}-dr").withPair("b", "y").withPair("a", "x");

        // When
        MappingNaming other = NamingPolicies.mapping("{topic}-dr").withPairs(Map.of("a", "x", "b", "y"));

        // Then
        assertThat(one.description()).isEqualTo("mapping({topic}-dr, a->x, b->y)");
        assertThat(other).hasToString(one.description());
    }
}
