package io.mirrorkit.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.contract.GroupFilterContract;
import org.junit.jupiter.api.Test;

class DefaultGroupFilterTest extends GroupFilterContract {

    @Override
    protected GroupFilter filter() {
        return GroupFilter.defaults();
    }

    @Test
    void shouldTakeAllGroupsButToolsWhenNotToldOtherwise() {
        // Given
        GroupFilter filter = GroupFilter.defaults();

        // When
        boolean taken = filter.accepts("connect-sink");

        // Then
        assertThat(taken).isTrue();
        assertThat(filter.accepts("console-consumer-42")).isFalse();
        assertThat(filter.accepts("__mirror-a-b")).isFalse();
    }
}
