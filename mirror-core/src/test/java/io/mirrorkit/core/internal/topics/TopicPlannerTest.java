package io.mirrorkit.core.internal.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.ledger.Generation;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicPlannerTest {

    private static final TopicShape SOURCE = new TopicShape("t", Uuid.randomUuid(), 3, true);
    private static final TopicShape REMOTE = new TopicShape("a.t", Uuid.randomUuid(), 3, true);

    private final TopicPlanner planner = new TopicPlanner(
            Flow.builder("a", "b")
                    .topics(TopicFilters.include("t"))
                    .policy(NamingPolicies.prefix())
                    .build(),
            "id-a",
            "id-b");

    private TopicDecision decide(@Nullable TopicShape remote, Set<Generation> known) {
        return planner.decide(
                        List.of(SOURCE), remote == null ? Map.of() : Map.of("a.t", remote), topic -> known, Set.of())
                .get(0);
    }

    private static Generation of(Uuid source, Uuid target) {
        return new Generation("id-a", source, "id-b", target, 0);
    }

    @Test
    void aTopicThatIsNewIsCreatedThenCopied() {
        assertThat(decide(null, Set.of())).isInstanceOf(TopicDecision.Create.class);
        assertThat(decide(REMOTE, Set.of())).isInstanceOf(TopicDecision.Copy.class);
    }

    @Test
    void aRemoteTopicThatIsSmallerGrowsAndOneWithoutLeadersIsWaitedFor() {
        assertThat(decide(new TopicShape("a.t", REMOTE.id(), 2, true), Set.of()))
                .isInstanceOf(TopicDecision.Grow.class);
        assertThat(decide(new TopicShape("a.t", REMOTE.id(), 4, true), Set.of()))
                .isInstanceOf(TopicDecision.Copy.class);
        assertThat(decide(new TopicShape("a.t", REMOTE.id(), 3, false), Set.of()))
                .isInstanceOf(TopicDecision.Wait.class);
    }

    @Test
    void theVeryTopicsOfTheLedgerAreCopiedOn() {
        assertThat(decide(REMOTE, Set.of(of(SOURCE.id(), REMOTE.id())))).isInstanceOf(TopicDecision.Copy.class);
        assertThat(decide(REMOTE, Set.of(of(Uuid.randomUuid(), Uuid.randomUuid()), of(SOURCE.id(), REMOTE.id()))))
                .isInstanceOf(TopicDecision.Copy.class);
    }

    @Test
    void anotherIncarnationOfOneSideStops() {
        assertThat(decide(REMOTE, Set.of(of(Uuid.randomUuid(), REMOTE.id())))).isInstanceOf(TopicDecision.Stop.class);
        assertThat(decide(REMOTE, Set.of(of(SOURCE.id(), Uuid.randomUuid())))).isInstanceOf(TopicDecision.Stop.class);
        assertThat(decide(null, Set.of(of(SOURCE.id(), REMOTE.id())))).isInstanceOf(TopicDecision.Stop.class);
    }

    @Test
    void otherIncarnationsOfBothSidesBeginAgain() {
        Set<Generation> former = Set.of(of(Uuid.randomUuid(), Uuid.randomUuid()));
        assertThat(decide(null, former)).isInstanceOf(TopicDecision.Create.class);
        assertThat(decide(REMOTE, former)).isInstanceOf(TopicDecision.Copy.class);
    }

    @Test
    void whoeverIsReplicatedKeepsARemoteTopicThatTwoWant() {
        TopicPlanner identity = new TopicPlanner(
                Flow.builder("a", "b")
                        .topics(TopicFilters.include("t", "u"))
                        .policy(NamingPolicies.mapping("{topic}").withPair("u", "t"))
                        .build(),
                "id-a",
                "id-b");
        TopicShape other = new TopicShape("u", Uuid.randomUuid(), 3, true);
        List<TopicDecision> decisions =
                identity.decide(List.of(SOURCE, other), Map.of(), topic -> Set.of(), Set.of("u"));
        assertThat(decisions.get(0)).isInstanceOf(TopicDecision.Refuse.class);
        assertThat(decisions.get(1)).isInstanceOf(TopicDecision.Create.class);
    }
}
