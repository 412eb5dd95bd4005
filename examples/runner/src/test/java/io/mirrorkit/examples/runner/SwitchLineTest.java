package io.mirrorkit.examples.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirrorkit.examples.runner.SwitchCommand.Way;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SwitchLineTest {

    private static Command parsed(String line) {
        return CommandLine.parse(("switch " + line).split(" "));
    }

    private static Command command(Way way, boolean yes) {
        return new SwitchCommand(Path.of("f"), "shop", way, yes, Duration.ofSeconds(60));
    }

    @Test
    void shouldUnderstandEachWay() {
        assertThat(parsed("f --application shop")).isEqualTo(command(new Way.Look(), false));
        assertThat(parsed("--application shop f --to b --yes")).isEqualTo(command(new Way.Planned("b", false), true));
        assertThat(parsed("f --application shop --to b --force")).isEqualTo(command(new Way.Planned("b", true), false));
        assertThat(parsed("f --application shop --to b --lost")).isEqualTo(command(new Way.Lost("b"), false));
        assertThat(parsed("f --application shop --to b --take-back")).isEqualTo(command(new Way.TakeBack("b"), false));
        assertThat(parsed("f --application shop --deadline 5"))
                .isEqualTo(new SwitchCommand(Path.of("f"), "shop", new Way.Look(), false, Duration.ofSeconds(5)));
    }

    @Test
    void shouldRefuseWhatDoesNotFitTogether() {
        refuses("f", "which --application");
        refuses("--application shop", "which file");
        refuses("f --application shop --lost", "--to");
        refuses("f --application shop --to b --lost --force", "exclude each other");
        refuses("f --application shop --to", "--to needs a value");
        refuses("f g --application shop", "two files");
        refuses("f --application shop --all", "there is no option --all");
    }

    private static void refuses(String line, String why) {
        assertThatThrownBy(() -> parsed(line))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(why);
    }
}
