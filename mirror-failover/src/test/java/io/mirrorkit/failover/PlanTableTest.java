package io.mirrorkit.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PlanTableTest {

    private static Scene scene() {
        return Scene.standing()
                .group(Scene.ORDERS, 50, 7, -1, "")
                .group(new TopicPartition("payments", 3), 12_345)
                .observed(Duration.ofSeconds(2));
    }

    @Test
    void shouldLineUpWhatAPersonReads() {
        // Given
        GroupPlan plan = scene().plan();

        // When
        String table = PlanTable.of(plan);

        // Then
        assertThat(table).isEqualTo("""
                        Plan of flow primary-backup, made 2026-03-01T12:00:00Z
                        group    topic     partition  source offset  target offset  how                   read again  not arrived  evidence age
                        billing  orders            0             50           1050  exact                    0 + ~14            0           2 s
                        billing  payments          3          12345              -  held: not replicated           -            ?           2 s
                        held: billing payments-3: the flow's ledger knows nothing of payments-3. Way out: add the topic to the flow, or read it on the source cluster.
                        Offsets: 1 (1 exact). Held: 1. Read again: at most 0 records, and about 14 read since the evidence. Not arrived: 0 offsets.
                        """);
        assertThat(plan).hasToString(table);
    }

    @Test
    void shouldSayAtOnceThatAPlanIsIncomplete() {
        // Given
        Planner planner = scene().missing(Completeness.What.STATUS, "the status topic was not read")
                .planner();

        // When
        String table = PlanTable.of(planner.summary(planner.planAll()));

        // Then
        assertThat(table).startsWith("""
                        Plan of flow primary-backup, made 2026-03-01T12:00:00Z, INCOMPLETE
                        missing: the status topic was not read
                        """);
    }

    @Test
    void shouldShowAGroupThatNobodyKnows() {
        // Given
        GroupPlan plan = scene().planner().plan("nobody").plan();

        // When
        String table = PlanTable.of(plan);

        // Then
        assertThat(table).contains("INCOMPLETE").contains("nobody").contains("nothing known");
    }

    @Test
    void shouldKeepToOneLineWhenANameHoldsALineFeed() {
        // Given
        GroupPlan plan = scene().planner().plan("a\nb").plan();

        // When
        String table = PlanTable.of(plan);

        // Then
        assertThat(table.lines()).anyMatch(line -> line.startsWith("a b "));
    }

    @Test
    void shouldSayThatNobodyKnowsWhenACheckpointIsAllThereIs() {
        // Given
        GroupPlan plan = scene().checkpoint(Scene.GROUP, Scene.REMOTE, 50, 1042).planByCheckpoints();

        // When
        String table = PlanTable.of(plan);

        // Then
        assertThat(table)
                .contains("checkpoint")
                .contains("? + ?")
                .contains("nobody knows how many for 1 of the offsets");
    }

    @Test
    void shouldWriteAgesInTheUnitThatSuitsThem() {
        assertThat(PlanTable.age(Duration.ofMillis(900))).isEqualTo("900 ms");
        assertThat(PlanTable.age(Duration.ofSeconds(119))).isEqualTo("119 s");
        assertThat(PlanTable.age(Duration.ofMinutes(119))).isEqualTo("119 min");
        assertThat(PlanTable.age(Duration.ofHours(47))).isEqualTo("47 h");
        assertThat(PlanTable.age(Duration.ofDays(3))).isEqualTo("3 d");
    }
}
