package io.mirrorkit.core.internal.lane.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.record.internal.CompressionType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether small batches are joined, by what was measured of joining and of the link. */
class RepackRuleTest {

    private static final int TINY = 100;
    private static final int LARGE = 500_000;

    private final RoundTrips roundTrips = new RoundTrips();
    private final RepackRule rule = new RepackRule(roundTrips);

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void shouldJoinWhatIsTinyAndPassWhatIsLarge(CompressionType codec) {
        assertThat(rule.joins(TINY, codec.id)).isTrue();
        assertThat(rule.joins(LARGE, codec.id)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void shouldGoOnJoiningWhenTheFirstFewBytesTookLong(CompressionType codec) {
        // When a codec is loaded with its first bytes
        rule.took(50_000_000, 2 * TINY, codec.id);

        // Then
        assertThat(rule.joins(TINY, codec.id)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void shouldJoinAgainAfterAWhileWhenJoiningOnceTookLong(CompressionType codec) {
        // Given
        rule.took(2_000_000_000, LARGE, codec.id);
        assertThat(rule.joins(TINY, codec.id)).isFalse();

        // When many batches pass
        int passed = 0;
        while (!rule.joins(TINY, codec.id) && passed < 100_000) {
            passed++;
        }

        // Then
        assertThat(passed).isBetween(100, 20_000);
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void shouldJoinLargerBatchesWhenTheLinkIsFar(CompressionType codec) {
        // When
        roundTrips.took(100_000_000, System.nanoTime());

        // Then
        assertThat(rule.joins(16_384, codec.id)).isTrue();
        assertThat(rule.size(1_000_000)).isEqualTo(1_000_000);
    }
}
