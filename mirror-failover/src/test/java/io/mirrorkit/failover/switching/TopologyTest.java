package io.mirrorkit.failover.switching;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.ReplicationPolicy;
import io.mirrorkit.failover.switching.Topology.Route;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Which topics hold the same records. */
class TopologyTest {

    private static Flow flow(String source, String target, ReplicationPolicy policy) {
        return Flow.builder(source, target)
                .topics(TopicFilters.include("orders", "invoices"))
                .policy(policy)
                .build();
    }

    private static final Flow FORTH = flow("a", "b", NamingPolicies.prefix());
    private static final Flow BACK = flow("b", "a", NamingPolicies.prefix());
    private static final Topology BOTH = new Topology(List.of(FORTH, BACK));

    @Test
    void shouldCoverTheLocalTopicAndTheRemoteOneOnEachCluster() {
        assertThat(BOTH.covering("a", "orders")).containsExactly("orders", "b.orders");
        assertThat(BOTH.covering("b", "orders")).containsExactly("orders", "a.orders");
        assertThat(BOTH.covering("b", "other")).containsExactly("other");
        assertThat(BOTH.logical("b", "a.orders")).isEqualTo("orders");
        assertThat(BOTH.logical("a", "a.orders")).isEqualTo("a.orders");
    }

    @Test
    void shouldGoForwardsWithWhatWasBornHereAndBackwardsWithWhatCameFromThere() {
        assertThat(BOTH.route("a", "b", "orders")).isEqualTo(new Route.Forward(FORTH, "a.orders"));
        assertThat(BOTH.route("a", "b", "b.orders")).isEqualTo(new Route.Backward(BACK, "orders"));
        assertThat(BOTH.route("b", "a", "a.orders")).isEqualTo(new Route.Backward(FORTH, "orders"));
        assertThat(BOTH.route("a", "b", "other")).isEqualTo(new Route.None());
    }

    @Test
    void shouldGoForthAndBackThroughOneLedgerUnderEqualNames() {
        // Given
        Flow only = flow("a", "b", NamingPolicies.identity());
        Topology topology = new Topology(List.of(only));

        // When, Then
        assertThat(topology.route("a", "b", "orders")).isEqualTo(new Route.Forward(only, "orders"));
        assertThat(topology.route("b", "a", "orders")).isEqualTo(new Route.Backward(only, "orders"));
    }

    @Test
    void shouldSubscribeToNoRemoteTopicThatIsNotThere() {
        // Given
        Wish topics = new Wish.Topics(Set.of("orders"));
        Wish pattern = new Wish.Matching(Pattern.compile("ord.*"));

        // When, Then
        assertThat(topics.on("b", Set.of(), BOTH)).containsExactly("orders");
        assertThat(topics.on("b", Set.of("a.orders"), BOTH)).containsExactly("orders", "a.orders");
        assertThat(pattern.on("b", Set.of("a.orders", "orders", "a.invoices", "__ord"), BOTH))
                .containsExactlyInAnyOrder("orders", "a.orders");
        assertThat(Wish.moved(Set.of(new TopicPartition("orders", 3)), "a", "b", Set.of("a.orders", "orders"), BOTH))
                .containsExactlyInAnyOrder(new TopicPartition("orders", 3), new TopicPartition("a.orders", 3));
    }
}
