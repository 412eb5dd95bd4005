package io.mirrorkit.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirrorkit.api.errors.PlanRefusedException;
import io.mirrorkit.failover.Completeness.Missing;
import io.mirrorkit.failover.Completeness.What;
import io.mirrorkit.testing.EmbeddedCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A target that does not answer. */
class FailoverClientOutageIT {

    @Test
    void shouldSayThatTheTargetDidNotAnswerAndKeepTheDeadline() {
        try (EmbeddedCluster cluster = EmbeddedCluster.builder().behindProxy().start()) {
            // Given
            LeftOnTarget left =
                    new LeftOnTarget(cluster).flowTopics().remoteTopic(2, 100).standing();
            Map<String, Object> properties =
                    Map.of("bootstrap.servers", cluster.proxy().bootstrapServers());
            try (FailoverClient client = FailoverClient.builder(properties, left.flow)
                    .deadline(Duration.ofSeconds(2))
                    .connect()) {
                GroupPlan before = client.plan(left.group, Duration.ofSeconds(30));
                assertThat(before.ready()).isTrue();

                // When
                cluster.proxy().hang();
                Instant start = Instant.now();
                GroupPlan plan = client.plan(left.group);
                Duration took = Duration.between(start, Instant.now());

                // Then
                assertThat(plan.completeness().missing())
                        .extracting(Missing::what)
                        .containsExactly(What.TARGET);
                assertThat(took).isBetween(Duration.ofMillis(1900), Duration.ofSeconds(6));
                assertThatThrownBy(() -> client.apply(plan))
                        .isInstanceOf(PlanRefusedException.class)
                        .hasMessageContaining("did not answer within 2000 ms");

                // And when it answers again, the plan that was good before is applied
                cluster.proxy().restore();
                assertThat(client.apply(before).committed()).hasSize(2);
            }
        }
    }
}
