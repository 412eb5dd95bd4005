package io.mirrorkit.api.contract;

import io.mirrorkit.api.TopicFilter;
import java.util.List;
import net.jqwik.api.Arbitrary;

/**
 * What the engine relies on in a {@link TopicFilter}: it answers for every legal topic name, always the same, and combines with
 * {@code and}, {@code or} and {@code not} as logic has it. To test a filter, extend this class, and have junit-jupiter,
 * assertj-core and jqwik in the test scope:
 *
 * <pre>{@code
 * class TeamTopicsTest extends TopicFilterContract {
 *     @Override
 *     protected TopicFilter filter() {
 *         return new TeamTopics();
 *     }
 * }
 * }</pre>
 */
public abstract class TopicFilterContract extends NameFilterContract<TopicFilter> {

    /**
     * The filter under test.
     *
     * @return a new instance, with the same settings at every call
     */
    protected abstract TopicFilter filter();

    /**
     * Names that matter to the filter, so that they turn up often among those that are tried.
     *
     * @return by default a few names of topics
     */
    protected List<String> words() {
        return List.of("orders", "payments", ".replica", "connect-");
    }

    @Override
    final TopicFilter newFilter() {
        return filter();
    }

    @Override
    final Arbitrary<String> namesToTry() {
        return LegalTopics.upTo(LegalTopics.MAX_LENGTH, words());
    }

    @Override
    final Calls<TopicFilter> calls() {
        return new Calls<>(
                TopicFilter::accepts,
                TopicFilter::and,
                TopicFilter::or,
                TopicFilter::not,
                TopicFilter::description,
                TopicFilter.described(name -> name.length() % 2 == 0, "names of even length"));
    }
}
