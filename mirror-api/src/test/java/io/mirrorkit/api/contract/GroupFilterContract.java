package io.mirrorkit.api.contract;

import io.mirrorkit.api.GroupFilter;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * What the engine relies on in a {@link GroupFilter}: it answers for every group name, which Kafka lets be any text,, always the same, and combines with
 * {@code and}, {@code or} and {@code not} as logic has it. To test a filter, extend this class, and have junit-jupiter,
 * assertj-core and jqwik in the test scope:
 *
 * <pre>{@code
 * class TeamGroupsTest extends GroupFilterContract {
 *     @Override
 *     protected GroupFilter filter() {
 *         return new TeamGroups();
 *     }
 * }
 * }</pre>
 */
public abstract class GroupFilterContract extends NameFilterContract<GroupFilter> {

    /**
     * The filter under test.
     *
     * @return a new instance, with the same settings at every call
     */
    protected abstract GroupFilter filter();

    /**
     * Names that matter to the filter, so that they turn up often among those that are tried.
     *
     * @return by default a few names of groups
     */
    protected List<String> words() {
        return List.of("console-consumer-", "connect-", "__", "billing");
    }

    @Override
    final GroupFilter newFilter() {
        return filter();
    }

    @Override
    final Arbitrary<String> namesToTry() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(40),
                LegalTopics.upTo(LegalTopics.MAX_LENGTH, words()),
                Arbitraries.of(words()));
    }

    @Override
    final Calls<GroupFilter> calls() {
        return new Calls<>(
                GroupFilter::accepts,
                GroupFilter::and,
                GroupFilter::or,
                GroupFilter::not,
                GroupFilter::description,
                GroupFilter.described(name -> name.length() % 2 == 0, "names of even length"));
    }
}
