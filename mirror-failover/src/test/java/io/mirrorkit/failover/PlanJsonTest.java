package io.mirrorkit.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PlanJsonTest {

    @Test
    void shouldWriteEverythingThatAPlanSays() {
        // Given
        GroupPlan plan = Scene.standing()
                .group(Scene.ORDERS, 50, 7, -1, "")
                .group(new TopicPartition("payments", 3), 5)
                .observed(Duration.ofSeconds(2))
                .note("a \"note\"")
                .plan();

        // When
        String json = PlanJson.of(plan);

        // Then
        assertThat(json)
                .isEqualTo("{\"flow\":\"primary-backup\",\"group\":\"billing\",\"madeAt\":\"2026-03-01T12:00:00Z\","
                        + "\"complete\":true,\"missing\":[],"
                        + "\"totals\":{\"seeks\":1,\"exact\":1,\"holds\":1,\"readAgainAtMost\":0,\"readAgainUnbounded\":0,"
                        + "\"readAgainSinceEvidence\":14,\"offsetsNotThere\":0,\"notArrived\":0},"
                        + "\"partitions\":["
                        + "{\"topic\":\"orders\",\"partition\":0,\"remoteTopic\":\"primary.orders\",\"sourceOffset\":50,"
                        + "\"decision\":\"SEEK\",\"targetOffset\":1050,\"basis\":\"LEDGER_EXACT\",\"readAgainAtMost\":0,"
                        + "\"readAgainSinceEvidence\":14,\"offsetsNotThere\":0,\"notArrived\":0,\"notArrivedToEnd\":0,"
                        + "\"groupEvidenceAgeMs\":2000,\"sourceEvidenceAgeMs\":2000,\"note\":\"\"},"
                        + "{\"topic\":\"payments\",\"partition\":3,\"remoteTopic\":\"primary.payments\",\"sourceOffset\":5,"
                        + "\"decision\":\"HOLD\",\"targetOffset\":null,\"reason\":\"NOT_REPLICATED\","
                        + "\"detail\":\"the flow's ledger knows nothing of payments-3\",\"readAgainAtMost\":null,"
                        + "\"readAgainSinceEvidence\":null,\"offsetsNotThere\":0,\"notArrived\":null,"
                        + "\"notArrivedToEnd\":null,\"groupEvidenceAgeMs\":2000,\"sourceEvidenceAgeMs\":null,\"note\":\"\"}"
                        + "],\"notes\":[\"group sync left the group alone: a \\\"note\\\"\"]}");
    }

    @Test
    void shouldWriteWhatIsMissingOfAllGroups() {
        // Given
        Planner planner =
                Scene.standing().missing(Completeness.What.TARGET, "no answer").planner();

        // When
        String json = PlanJson.of(planner.summary(planner.planAll()));

        // Then
        assertThat(json)
                .contains("\"complete\":false,\"missing\":[{\"what\":\"TARGET\",\"detail\":\"no answer\"}]")
                .contains("\"groups\":[{\"flow\":\"primary-backup\",\"group\":\"billing\"")
                .endsWith("]}");
    }

    @Test
    void shouldEscapeWhatJsonForbids() {
        // Given
        String text = "\\ \" \n \u0001 ü \uD83D\uDE80";

        // When
        String json = new Json().text(text).toString();

        // Then
        assertThat(json).isEqualTo("\"\\\\ \\\" \\u000a \\u0001 ü \\ud83d\\ude80\"");
    }
}
