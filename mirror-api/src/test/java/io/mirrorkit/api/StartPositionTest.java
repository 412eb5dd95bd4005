package io.mirrorkit.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StartPositionTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123Z");

    static Stream<Arguments> positions() {
        return Stream.of(
                Arguments.of(StartPosition.earliest(), "earliest"),
                Arguments.of(StartPosition.latest(), "latest"),
                Arguments.of(StartPosition.timestamp(NOON), "timestamp 2026-01-01T12:00:00.123Z"));
    }

    @ParameterizedTest
    @MethodSource("positions")
    void shouldGiveTheAnswerOfItsOwnCase(StartPosition position, String name) {
        // When
        String answer = position.fold(() -> "earliest", () -> "latest", instant -> "timestamp " + instant);

        // Then: the definition in the ledger holds the same text
        assertThat(answer).isEqualTo(name);
        assertThat(position).hasToString(name);
    }

    @ParameterizedTest
    @MethodSource("positions")
    void shouldBeEqualToAnotherOfItsKind(StartPosition position, String name) {
        // When
        StartPosition other = position.fold(StartPosition::earliest, StartPosition::latest, StartPosition::timestamp);

        // Then
        assertThat(other).isEqualTo(position);
    }
}
