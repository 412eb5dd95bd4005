package io.mirrorkit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternListsTest {

    @Test
    void shouldTrimElementsWhenTheyAreSetApart() {
        // Given
        String list = "  mm2.*\\.internal, .*\\.replica ,__.*\n";

        // When
        List<String> elements = PatternLists.parseList(list);

        // Then
        assertThat(elements).isEqualTo(TopicFilters.MM2_EXCLUDES);
    }

    @Test
    void shouldKeepTheFirstWhenAnElementAppearsTwice() {
        assertThat(PatternLists.parseList("b, a,b ,a")).containsExactly("b", "a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\t\n"})
    void shouldHaveNoElementsWhenTheListIsBlank(String list) {
        assertThat(PatternLists.parseList(list)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,,b", "a, ,b", "a,"})
    void shouldSayWhichElementWhenOneIsEmpty(String list) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PatternLists.parseList(list))
                .withMessage("element 2 of the list \"" + list + "\" is empty");
    }
}
