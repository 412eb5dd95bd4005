package io.mirrorkit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mirrorkit.api.GroupFilter;
import io.mirrorkit.api.contract.GroupFilterContract;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GroupFiltersTest extends GroupFilterContract {

    @Override
    protected GroupFilter filter() {
        return GroupFilters.of(List.of("billing.*", ".*-app"), List.of("connect-.*"));
    }

    @Property
    void shouldAgreeWithTheApisDefaultWhenItsExcludesAreUsed(@ForAll("names") String group) {
        // Given
        GroupFilter filter = GroupFilters.of(List.of(".*"), GroupFilters.DEFAULT_EXCLUDES);

        // When
        boolean taken = filter.accepts(group);

        // Then
        assertThat(taken).isEqualTo(GroupFilter.defaults().accepts(group));
    }

    @Test
    void shouldLeaveConnectsGroupsOutWhenMirrorMakersExcludesAreUsed() {
        // Given
        GroupFilter filter = GroupFilters.of(List.of(".*"), GroupFilters.MM2_EXCLUDES);

        // When
        boolean taken = filter.accepts("connect-sink");

        // Then
        assertThat(taken).isFalse();
        assertThat(filter.accepts("console-consumer-42")).isFalse();
        assertThat(filter.accepts("__mirror-a-b")).isFalse();
        assertThat(filter.accepts("billing")).isTrue();
    }

    @Test
    void shouldTakeAGroupWhenItsNameHasALineBreak() {
        assertThat(GroupFilters.all().accepts("a\nb")).isTrue();
        assertThat(GroupFilters.none().accepts("a\nb")).isFalse();
        assertThat(GroupFilters.exclude("a.*").accepts("a\nb")).isFalse();
    }

    @Test
    void shouldNameTheListWhenAPatternIsNoRegularExpression() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GroupFilters.include("("))
                .withMessageStartingWith("\"(\" in the group includes [(] is not a regular expression: ");
    }
}
