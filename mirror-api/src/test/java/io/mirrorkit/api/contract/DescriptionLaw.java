package io.mirrorkit.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import java.util.function.Supplier;

/** What every plug-in's {@code description()} has to be, since the flow's definition on the target holds it. */
final class DescriptionLaw {

    private DescriptionLaw() {}

    /** Checks a plug-in against a second instance of it. */
    static <T> void check(Supplier<T> plugin, Function<T, String> describe) {
        T first = plugin.get();
        String description = describe.apply(first);
        assertThat(description).as("the description").isNotBlank().doesNotContainPattern("\\p{Cntrl}");
        assertThat(description)
                .as("the description must not hold an identity hash, which differs from run to run")
                .doesNotContainPattern("@[0-9a-f]{4,8}\\b");
        assertThat(describe.apply(first)).as("the description, asked again").isEqualTo(description);
        assertThat(describe.apply(plugin.get()))
                .as("the description of a second instance with the same settings")
                .isEqualTo(description);
    }
}
