package io.mirrorkit.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The laws that the contracts of topic, group and config filters share; {@code F} is the filter's type. */
abstract class NameFilterContract<F> {

    /** A new instance of the filter under test. */
    abstract F newFilter();

    /** The names to try. */
    abstract Arbitrary<String> namesToTry();

    /** How to call the filter's type. */
    abstract Calls<F> calls();

    /** The methods of a filter's type, and a filter that takes the names of even length. */
    record Calls<F>(
            BiPredicate<F, String> accepts,
            BinaryOperator<F> and,
            BinaryOperator<F> or,
            UnaryOperator<F> not,
            Function<F, String> description,
            F evenLength) {

        boolean accepts(F filter, String name) {
            return accepts.test(filter, name);
        }

        F and(F one, F other) {
            return and.apply(one, other);
        }

        F or(F one, F other) {
            return or.apply(one, other);
        }

        F not(F filter) {
            return not.apply(filter);
        }

        String description(F filter) {
            return description.apply(filter);
        }
    }

    @Provide
    Arbitrary<String> names() {
        return namesToTry();
    }

    @Provide
    Arbitrary<F> others() {
        Calls<F> calls = calls();
        F even = calls.evenLength();
        F all = calls.or(even, calls.not(even));
        return Arbitraries.of(even, all, calls.not(all), calls.not(newFilter()));
    }

    @Property
    void shouldAnswerTheSameForANameOnEveryInstance(@ForAll("names") String name) {
        F filter = newFilter();

        boolean accepts = calls().accepts(filter, name);

        assertThat(calls().accepts(filter, name)).as("asked again").isEqualTo(accepts);
        assertThat(calls().accepts(newFilter(), name)).as("another instance").isEqualTo(accepts);
    }

    @Property
    void shouldTakeWhatBothTakeWhenJoinedByAnd(@ForAll("names") String name, @ForAll("others") F other) {
        F filter = newFilter();

        F both = calls().and(filter, other);

        boolean expected = calls().accepts(filter, name) && calls().accepts(other, name);
        assertThat(calls().accepts(both, name)).isEqualTo(expected);
        assertThat(calls().accepts(calls().and(other, filter), name)).isEqualTo(expected);
    }

    @Property
    void shouldTakeWhatEitherTakesWhenJoinedByOr(@ForAll("names") String name, @ForAll("others") F other) {
        F filter = newFilter();

        F either = calls().or(filter, other);

        boolean expected = calls().accepts(filter, name) || calls().accepts(other, name);
        assertThat(calls().accepts(either, name)).isEqualTo(expected);
        assertThat(calls().accepts(calls().or(other, filter), name)).isEqualTo(expected);
    }

    @Property
    void shouldTakeWhatItLeftOutWhenNegated(@ForAll("names") String name) {
        F filter = newFilter();

        F negated = calls().not(filter);

        boolean accepts = calls().accepts(filter, name);
        assertThat(calls().accepts(negated, name)).isEqualTo(!accepts);
        assertThat(calls().accepts(calls().not(negated), name)).isEqualTo(accepts);
    }

    @Test
    void shouldDescribeItselfTheSameWayOnEveryInstance() {
        DescriptionLaw.check(this::newFilter, calls().description());
    }

    @Test
    void shouldNameItsPartsWhenCombined() {
        String description = calls().description(newFilter());
        F other = calls().evenLength();

        assertThat(calls().description(calls().and(newFilter(), other)))
                .contains(description, calls().description(other));
        assertThat(calls().description(calls().or(newFilter(), other)))
                .contains(description, calls().description(other));
        assertThat(calls().description(calls().not(newFilter()))).contains(description);
    }
}
