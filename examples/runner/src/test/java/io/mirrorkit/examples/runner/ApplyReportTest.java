package io.mirrorkit.examples.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.errors.PlanRefusedException;
import io.mirrorkit.failover.Applied;
import io.mirrorkit.failover.ApplyOutcome;
import io.mirrorkit.failover.Decision;
import io.mirrorkit.failover.Reason;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ApplyReportTest {

    private static Map<String, ApplyOutcome> outcomes() {
        Map<String, ApplyOutcome> outcomes = new TreeMap<>();
        outcomes.put(
                "audit",
                new ApplyOutcome.Failed(new PlanRefusedException("Group audit is active.", "stop its consumers.")));
        outcomes.put(
                "billing",
                new ApplyOutcome.Done(new Applied(
                        "A-B",
                        "billing",
                        Map.of(new TopicPartition("A.orders", 10), 7L, new TopicPartition("A.orders", 9), 5L),
                        Map.of(new TopicPartition("notes", 0), new Decision.Hold(Reason.NOT_REPLICATED, "x")))));
        return outcomes;
    }

    @Test
    void shouldTellPeopleInALineForEachGroup() {
        // When
        String text = ApplyReport.text("B (b:9092)", outcomes());

        // Then
        assertThat(text).isEqualTo("""
                        NOT applied: group audit: Group audit is active. Way out: stop its consumers.
                        Applied: group billing has 2 offsets on B (b:9092), read back after they were committed; 1 partitions were left alone.
                        """);
    }

    @Test
    void shouldTellPrograms() {
        // When
        String json = ApplyReport.json(outcomes());

        // Then
        assertThat(json)
                .isEqualTo("{\"outcomes\":[{\"group\":\"audit\",\"outcome\":\"FAILED\","
                        + "\"reason\":\"Group audit is active. Way out: stop its consumers.\"},"
                        + "{\"group\":\"billing\",\"outcome\":\"APPLIED\",\"committed\":["
                        + "{\"topic\":\"A.orders\",\"partition\":9,\"offset\":5},{\"topic\":\"A.orders\",\"partition\":10,\"offset\":7}],"
                        + "\"held\":[{\"topic\":\"notes\",\"partition\":0}]}]}\n");
    }
}
