package io.mirrorkit.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanChangesTest {

    @Test
    void shouldFindNothingWhenOnlyTheAgeDiffers() {
        // Given
        GroupPlan then = Scene.standing().plan();
        GroupPlan now = Scene.standing().observed(Duration.ofHours(1)).plan();

        // When
        List<String> changes = PlanChanges.between(then, now);

        // Then
        assertThat(changes).isEmpty();
    }

    @Test
    void shouldNameBothOffsetsWhenTheyDiffer() {
        // Given
        GroupPlan then = Scene.standing().plan();
        GroupPlan now = Scene.standing().group(Scene.ORDERS, 60).plan();

        // When
        List<String> changes = PlanChanges.between(then, now);

        // Then
        assertThat(changes).containsExactly("orders-0: 1050 (exact) then, 1060 (exact) now");
    }

    @Test
    void shouldNameTheReasonWhenAPartitionIsHeldNow() {
        // Given
        GroupPlan then = Scene.standing().plan();
        GroupPlan now = Scene.standing().bounds(Scene.REMOTE, 0, 10).plan();

        // When
        List<String> changes = PlanChanges.between(then, now);

        // Then
        assertThat(changes).singleElement().asString().contains("1050 (exact) then, held, target lost records");
    }

    @Test
    void shouldNameAPartitionThatOnlyOnePlanKnows() {
        // Given
        GroupPlan known = Scene.standing().plan();
        GroupPlan unknown = Scene.standing().planner().plan("nobody").plan();

        // When
        List<String> changes = PlanChanges.between(unknown, known);

        // Then
        assertThat(changes).containsExactly("orders-0: unknown then, 1050 (exact) now");
    }
}
