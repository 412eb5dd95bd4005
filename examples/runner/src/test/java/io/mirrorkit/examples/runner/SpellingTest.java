package io.mirrorkit.examples.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

    @ParameterizedTest
    @CsvSource({
        "topics,topics,0",
        "topics,TOPICS,0",
        "topics,topic,1",
        "topcis,topics,1",
        "toopics,topics,1",
        "x,topics,6",
        "'',ab,2"
    })
    void shouldCountWhatHasToBeMended(String one, String other, int distance) {
        // When
        int counted = Spelling.distance(one, other);

        // Then
        assertThat(counted).isEqualTo(distance).isEqualTo(Spelling.distance(other, one));
    }

    @Test
    void shouldGuessOnlyWhatIsNear() {
        // Given
        List<String> words = List.of("topics", "topics.exclude", "groups");

        // When, Then
        assertThat(Spelling.nearest("topicz", words)).contains("topics");
        assertThat(Spelling.nearest("topics.exlude", words)).contains("topics.exclude");
        assertThat(Spelling.nearest("listeners", words)).isEmpty();
    }
}
