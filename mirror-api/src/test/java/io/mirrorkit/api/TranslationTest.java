package io.mirrorkit.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.Translation.AtEdge;
import io.mirrorkit.api.Translation.AtOrBefore;
import io.mirrorkit.api.Translation.Exact;
import io.mirrorkit.api.Translation.Unavailable;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TranslationTest {

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(new Exact(10), "exact", OptionalLong.of(10), 0, 0),
                Arguments.of(new AtOrBefore(10, 3), "at or before", OptionalLong.of(10), 3, 0),
                Arguments.of(new AtEdge(10, 3, 5), "at the edge", OptionalLong.of(10), 3, 5),
                Arguments.of(new Unavailable("why"), "unavailable", OptionalLong.empty(), 0, 0));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveTheAnswerOfItsOwnCase(
            Translation translation, String name, OptionalLong target, long again, long notThere) {
        // When
        String answer = translation.fold(
                exact -> "exact", before -> "at or before", edge -> "at the edge", none -> "unavailable");

        // Then
        assertThat(answer).isEqualTo(name);
        assertThat(translation.target()).isEqualTo(target);
        assertThat(translation.atMostRecordsAgain()).isEqualTo(again);
        assertThat(translation.offsetsNotThere()).isEqualTo(notThere);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldHandItselfToTheAnswer(Translation translation) {
        // When
        Translation handed = translation.fold(exact -> exact, before -> before, edge -> edge, none -> none);

        // Then
        assertThat(handed).isSameAs(translation);
    }
}
