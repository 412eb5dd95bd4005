package io.mirrorkit.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RegionTest {

    private static final String BEGIN = "<!-- benchmark:begin (written by examples/benchmark with --write-docs) -->\n";
    private static final String END = "<!-- benchmark:end -->\n";

    @Test
    void shouldReplaceWhatLiesBetween() {
        assertThat(Region.replace("a\n" + BEGIN + "old\n" + END + "b\n", "new\n"))
                .isEqualTo("a\n" + BEGIN + "new\n" + END + "b\n");
    }

    @Test
    void shouldRefuseADocumentWithoutIt() {
        assertThatThrownBy(() -> Region.replace("a\n", "new\n")).isInstanceOf(UsageException.class);
    }
}
