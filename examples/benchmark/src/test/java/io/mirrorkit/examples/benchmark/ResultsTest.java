package io.mirrorkit.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResultsTest {

    private final Results results = SampleResults.some();
    private final Scenario lz4 = SampleResults.throughput("lz4");
    private final Scenario odd = SampleResults.throughput("odd");

    @Test
    void shouldTakeTheMedianOfTheRounds() {
        assertThat(results.median(lz4, Contestant.MM2_TUNED, Metric.RECORDS_PER_SECOND))
                .hasValue(200_000);
        assertThat(results.median(lz4, Contestant.MM2_TUNED, Metric.PEAK_RSS)).isEmpty();
    }

    @Test
    void shouldCompareWithTunedMirrorMaker() {
        assertThat(results.ratio(lz4, Contestant.WIRE, Metric.RECORDS_PER_SECOND))
                .hasValue(300_002 / 200_000.0);
    }

    @Test
    void shouldCompareWithNothingWhereThatFailed() {
        assertThat(results.ratio(odd, Contestant.CLIENT, Metric.RECORDS_PER_SECOND))
                .isEmpty();
        assertThat(results.failed())
                .singleElement()
                .extracting(Results.Run::failure)
                .isEqualTo("it ended");
    }

    @Test
    void shouldListContestantsInTheirOwnOrder() {
        assertThat(results.contestants(lz4)).containsExactly(Contestant.MM2_TUNED, Contestant.WIRE);
    }
}
