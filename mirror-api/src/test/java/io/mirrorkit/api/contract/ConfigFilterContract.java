package io.mirrorkit.api.contract;

import io.mirrorkit.api.ConfigFilter;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * What the engine relies on in a {@link ConfigFilter}: it answers for every name of a config, always the same, and combines with
 * {@code and}, {@code or} and {@code not} as logic has it. To test a filter, extend this class, and have junit-jupiter,
 * assertj-core and jqwik in the test scope:
 *
 * <pre>{@code
 * class TeamConfigsTest extends ConfigFilterContract {
 *     @Override
 *     protected ConfigFilter filter() {
 *         return new TeamConfigs();
 *     }
 * }
 * }</pre>
 */
public abstract class ConfigFilterContract extends NameFilterContract<ConfigFilter> {

    /**
     * The filter under test.
     *
     * @return a new instance, with the same settings at every call
     */
    protected abstract ConfigFilter filter();

    /**
     * Names that matter to the filter, so that they turn up often among those that are tried.
     *
     * @return by default a few topic configs
     */
    protected List<String> words() {
        return List.of("retention.ms", "min.insync.replicas", "cleanup.policy", "message.timestamp.type");
    }

    @Override
    final ConfigFilter newFilter() {
        return filter();
    }

    @Override
    final Arbitrary<String> namesToTry() {
        return Arbitraries.oneOf(LegalTopics.upTo(60, words()), Arbitraries.of(words()));
    }

    @Override
    final Calls<ConfigFilter> calls() {
        return new Calls<>(
                ConfigFilter::accepts,
                ConfigFilter::and,
                ConfigFilter::or,
                ConfigFilter::not,
                ConfigFilter::description,
                ConfigFilter.described(name -> name.length() % 2 == 0, "names of even length"));
    }
}
