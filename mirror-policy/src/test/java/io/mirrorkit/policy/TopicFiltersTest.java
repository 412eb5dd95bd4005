package io.mirrorkit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mirrorkit.api.TopicFilter;
import io.mirrorkit.api.contract.TopicFilterContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicFiltersTest extends TopicFilterContract {

    @Override
    protected TopicFilter filter() {
        return TopicFilters.of(List.of("orders.*", "payments"), List.of(".*\\.replica", "__.*"));
    }

    @Test
    void shouldTakeATopicWhenAPatternMatchesItAsAWhole() {
        // Given
        TopicFilter filter = TopicFilters.include("orders.*", "payments");

        // When
        boolean taken = filter.accepts("orders-eu");

        // Then
        assertThat(taken).isTrue();
        assertThat(filter.accepts("payments")).isTrue();
        assertThat(filter.accepts("payments-eu")).isFalse();
        assertThat(filter.accepts("my-orders")).isFalse();
    }

    @Test
    void shouldLeaveATopicOutWhenAnExcludeMatchesToo() {
        // Given
        TopicFilter filter = TopicFilters.of(List.of(".*"), List.of("orders\\.tmp"));

        // When
        boolean taken = filter.accepts("orders.tmp");

        // Then
        assertThat(taken).isFalse();
        assertThat(filter.accepts("orders-tmp")).isTrue();
    }

    @Test
    void shouldTakeAllOthersWhenOnlyExcluding() {
        // Given
        TopicFilter filter = TopicFilters.exclude("orders.*");

        // When
        boolean taken = filter.accepts("payments");

        // Then
        assertThat(taken).isTrue();
        assertThat(filter.accepts("orders")).isFalse();
    }

    @Test
    void shouldTakeNothingWhenThereAreNoIncludes() {
        assertThat(TopicFilters.none().accepts("orders")).isFalse();
        assertThat(TopicFilters.include().accepts("orders")).isFalse();
        assertThat(TopicFilters.of(List.of(), List.of("x")).accepts("orders")).isFalse();
    }

    @Test
    void shouldTakeEverythingWhenThereAreNoExcludes() {
        assertThat(TopicFilters.all().accepts("orders")).isTrue();
        assertThat(TopicFilters.exclude().accepts("orders")).isTrue();
    }

    @Test
    void shouldLeaveMirrorMakersTopicsOutWhenItsDefaultsAreUsed() {
        // Given
        TopicFilter filter = TopicFilters.of(List.of(".*"), TopicFilters.MM2_EXCLUDES);

        // When
        boolean taken = filter.accepts("mm2-offset-syncs.b.internal");

        // Then
        assertThat(taken).isFalse();
        assertThat(filter.accepts("orders.replica")).isFalse();
        assertThat(filter.accepts("__consumer_offsets")).isFalse();
        assertThat(filter.accepts("orders.internal")).isTrue();
    }

    @Test
    void shouldApplyAPatternsFlagsToItAloneWhenThereAreSeveral() {
        // Given
        TopicFilter filter = TopicFilters.include("(?i)orders", "payments");

        // When
        boolean taken = filter.accepts("ORDERS");

        // Then
        assertThat(taken).isTrue();
        assertThat(filter.accepts("PAYMENTS")).isFalse();
    }

    @Test
    void shouldNameThePatternAndItsListWhenItIsNoRegularExpression() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicFilters.include("payments", "orders["))
                .withMessageStartingWith(
                        "\"orders[\" in the topic includes [payments, orders[] is not a regular expression: ")
                .withMessageContaining("near index 6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicFilters.of(List.of(), List.of("*.tmp")))
                .withMessageStartingWith("\"*.tmp\" in the topic excludes [*.tmp] is not a regular expression: ");
    }

    @Test
    void shouldNameThePatternAndItsListWhenItHoldsAComma() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicFilters.exclude("orders,payments"))
                .withMessage(
                        "\"orders,payments\" in the topic excludes [orders,payments] holds a comma, which separates"
                                + " patterns; give each as an element");
    }

    @Test
    void shouldNameTheListWhenAPatternIsEmpty() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicFilters.include("orders", " "))
                .withMessage("\" \" in the topic includes [orders,  ] is empty");
    }

    @Test
    void shouldListItsPatternsInOneOrderWhenDescribed() {
        assertThat(TopicFilters.include("b", "a", "b").description()).isEqualTo("include(a, b)");
        assertThat(TopicFilters.exclude("x")).hasToString("include(.*) exclude(x)");
        assertThat(TopicFilters.all().description()).isEqualTo("include(.*)");
        assertThat(TopicFilters.none().description()).isEqualTo("include()");
    }
}
