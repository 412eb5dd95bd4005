package io.mirrorkit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.CycleDetector;
import io.mirrorkit.api.ReplicationPolicy;
import io.mirrorkit.api.contract.CycleDetectorContract;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicCyclesTest extends CycleDetectorContract {

    private static final ReplicationPolicy PREFIX = NamingPolicies.prefix();

    @Override
    protected CycleDetector detector() {
        return TopicCycles.byHops();
    }

    @Override
    protected ReplicationPolicy policy() {
        return PREFIX;
    }

    @ParameterizedTest
    @CsvSource({
        "orders, false",
        "orders.v1, false",
        "other.orders, false",
        "A.orders, true",
        "B.orders, true",
        "other.B.orders, true",
        "other.A.orders, true",
        "other.more.B.orders, true",
        "orders.B, false",
        "B., false",
        "B, false",
        "b.orders, false"
    })
    void shouldFindACycleWhenAnyHopIsAnEndOfTheFlow(String topic, boolean expected) {
        // Given
        CycleDetector detector = TopicCycles.byHops();

        // When
        boolean cycle = detector.isCycle("A", "B", topic, PREFIX);

        // Then
        assertThat(cycle).isEqualTo(expected);
    }

    @Test
    void shouldLeaveAnApplicationsTopicAloneWhenItIsNamedAsIfItCameFromTheTarget() {
        // Given
        String createdByAnApplicationOnA = "B.foo";

        // When
        boolean cycle = TopicCycles.byHops().isCycle("A", "B", createdByAnApplicationOnA, PREFIX);

        // Then
        assertThat(cycle).isTrue();
    }

    @Test
    void shouldFindNoCycleButThatOfHeartbeatsWhenNamesShowNoOrigin() {
        // Given
        ReplicationPolicy identity = NamingPolicies.identity();

        // When
        boolean cycle = TopicCycles.byHops().isCycle("A", "B", "B.orders", identity);

        // Then
        assertThat(cycle).isFalse();
        assertThat(TopicCycles.byHops().isCycle("A", "B", "B.heartbeats", identity))
                .isTrue();
    }

    @Test
    void shouldStopEveryTopicWhenAPolicyAnswersTheSourceForEachOfThem() {
        // Given
        ReplicationPolicy sameNamesFromA = new ReplicationPolicy() {
            @Override
            public String remoteTopic(String sourceAlias, String topic) {
                return topic;
            }

            @Override
            public Optional<String> sourceTopic(String sourceAlias, String remoteTopic) {
                return Optional.of(remoteTopic);
            }

            @Override
            public Optional<Hop> hop(String topic) {
                return Optional.of(new Hop("A", topic));
            }
        };

        // When
        boolean cycle = TopicCycles.byHops().isCycle("A", "B", "orders", sameNamesFromA);

        // Then
        assertThat(cycle).isTrue();
    }

    @Test
    void shouldFindNoCycleWhenSwitchedOff() {
        assertThat(TopicCycles.none().isCycle("A", "B", "B.orders", PREFIX)).isFalse();
        assertThat(TopicCycles.none().description()).isEqualTo("none");
    }
}
