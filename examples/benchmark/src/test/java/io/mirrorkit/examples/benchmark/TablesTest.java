package io.mirrorkit.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TablesTest {

    @Test
    void shouldShowWhatWasNotMeasuredAsUnknown() {
        // When
        List<String> lines = new Tables(SampleResults.some()).all().lines().toList();

        // Then
        assertThat(lines.get(0)).isEqualTo("### Throughput");
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains("MirrorKit, wire lane", "300,002", "1.50"))
                .anySatisfy(line -> assertThat(line).contains("<odd>", "MirrorMaker 2, tuned", "– |"));
        assertThat(lines.stream()
                        .filter(line -> line.startsWith("|"))
                        .map(String::length)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void shouldSummarizeOnlyWhatWasMeasured() {
        // When
        List<String> lines = new Summary(SampleResults.some()).table().lines().toList();

        // Then
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0))
                .contains("MirrorMaker 2, tuned", "MirrorKit, wire lane")
                .doesNotContain("client");
        assertThat(lines.get(2)).contains("records/s, 1 KB, lz4", "200,000", "300,002");
    }
}
