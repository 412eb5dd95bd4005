package io.mirrorkit.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void shouldBeQuickIfNothingIsSaid() {
        // When
        Options options = Options.parse();

        // Then
        assertThat(options.full()).isFalse();
        assertThat(options.chosenRounds()).isEqualTo(1);
        assertThat(options.chosenContestants()).doesNotContain(Contestant.MM2, Contestant.LIMIT);
        assertThat(Scenarios.chosen(options))
                .extracting(Scenario::name)
                .containsExactly("lz4", "tiny", "latency", "switch");
    }

    @Test
    void shouldTakeEverythingInFull() {
        // When
        Options options = Options.parse("--full");

        // Then
        assertThat(options.chosenContestants()).containsExactly(Contestant.values());
        assertThat(Scenarios.chosen(options)).extracting(Scenario::name).containsExactlyElementsOf(Scenarios.names());
    }

    @Test
    void shouldDoAsItIsTold() {
        // When
        Options options = Options.parse(
                "--scenario",
                "zstd,idle",
                "--contestants",
                "wire,mm2",
                "--rounds",
                "2",
                "--records",
                "7",
                "--out",
                "x");

        // Then
        assertThat(Scenarios.chosen(options)).extracting(Scenario::name).containsExactly("zstd", "idle");
        assertThat(options.chosenContestants()).containsExactly(Contestant.WIRE, Contestant.MM2);
        assertThat(options.chosenRounds()).isEqualTo(2);
        assertThat(options.records()).hasValue(7);
        assertThat(options.out()).isEqualTo(Path.of("x"));
        assertThat(options.command())
                .isEqualTo("--quick --scenario zstd,idle --contestants wire,mm2 --rounds 2 --records 7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "--fast # \"--fast\" is no option; see --help",
                "--rounds # --rounds needs a value after it; see --help",
                "--rounds --full # --rounds needs a value after it; see --help",
                "--rounds 0 # --rounds needs a whole number above 0, not \"0\"",
                "--records many # --records needs a whole number above 0, not \"many\"",
                "--contestants mm3 # --contestants: there is no \"mm3\"; choose from mm2, mm2-tuned, client, wire, limit",
                "--write-docs src # --write-docs needs the project's directory; \"src\" has no docs/performance.md"
            })
    void shouldNameTheArgumentAndTheWayOut(String line, String message) {
        assertThatThrownBy(() -> Options.parse(line.split(" ")))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void shouldListScenariosIfOneIsUnknown() {
        assertThatThrownBy(() -> Options.parse("--scenario", "lz4,lz5"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--scenario: there is no \"lz5\"; choose from lz4, zstd");
    }
}
