package io.mirrorkit.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StandingGroupsTest {

    @Test
    void shouldStandAllOverTheLogAndNeverAtItsEnd() {
        // Given
        StandingGroups groups = new StandingGroups(new Workload("t", 8_000, 100, Codec.LZ4, Batches.LARGE, 8), 10);

        // When
        TreeSet<Long> positions = new TreeSet<>();
        groups.names().forEach(name -> positions.addAll(groups.positions(name).values()));

        // Then
        assertThat(positions).hasSize(80);
        assertThat(positions.first()).isEqualTo(6);
        assertThat(positions.last()).isEqualTo(993);
    }
}
