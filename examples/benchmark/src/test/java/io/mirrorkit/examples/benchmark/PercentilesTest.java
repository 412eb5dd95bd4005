package io.mirrorkit.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {

    @Test
    void shouldBeExactWhereTheyAreValues() {
        // Given
        Percentiles percentiles = new Percentiles(
                LongStream.rangeClosed(1, 1_000).map(i -> 1_001 - i).toArray());

        // Then
        assertThat(percentiles.at(0.5)).isEqualTo(500);
        assertThat(percentiles.at(0.99)).isEqualTo(990);
        assertThat(percentiles.at(0.999)).isEqualTo(999);
        assertThat(percentiles.at(1)).isEqualTo(1_000);
    }

    @Test
    void shouldBeTheOnlyValueWhereThereIsOne() {
        assertThat(new Percentiles(new long[] {7}).at(0.999)).isEqualTo(7);
    }

    @Test
    void shouldRefuseWhatHasNoMeaning() {
        assertThatThrownBy(() -> new Percentiles(new long[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Percentiles(new long[] {1}).at(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
