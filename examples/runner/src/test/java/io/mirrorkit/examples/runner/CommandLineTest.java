package io.mirrorkit.examples.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirrorkit.failover.ApplyOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    private static Command parse(String line) {
        return CommandLine.parse(line.isEmpty() ? new String[0] : line.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mm2 --clusters B,C", "--clusters B,C mm2", "mm2 --clusters B C", "mm2 --clusters B --clusters C"
            })
    void shouldReplicateIntoTheClustersNamed(String line) {
        // When
        Command command = parse(line);

        // Then
        assertThat(command).isEqualTo(new ReplicateCommand(Path.of("mm2"), Set.of("B", "C")));
    }

    @Test
    void shouldReplicateEverythingByDefault() {
        // When
        Command command = parse("mm2");

        // Then
        assertThat(command).isEqualTo(new ReplicateCommand(Path.of("mm2"), Set.of()));
    }

    @Test
    void shouldPlan() {
        // When
        Command command = parse("plan mm2 --flow A->B --group b --group a --json --deadline 5");

        // Then
        assertThat(command)
                .isEqualTo(new PlanCommand(
                        new Scope(Path.of("mm2"), Optional.of("A->B"), Set.of("a", "b"), true, Duration.ofSeconds(5))));
    }

    @Test
    void shouldTakeAllGroupsAndHalfAMinuteByDefault() {
        // Given
        Scope scope = new Scope(Path.of("mm2"), Optional.empty(), Set.of(), false, Duration.ofSeconds(30));

        // When, Then
        assertThat(parse("plan mm2")).isEqualTo(new PlanCommand(scope));
        assertThat(parse("plan mm2 --all")).isEqualTo(new PlanCommand(scope));
        assertThat(parse("status mm2")).isEqualTo(new StatusCommand(scope));
        assertThat(parse("apply mm2 --all")).isEqualTo(new ApplyCommand(scope, false, Set.of()));
    }

    @Test
    void shouldApplyWithWhatIsAllowed() {
        // When
        Command command = parse("apply mm2 --group a --yes --allow-held --allow-rewind");

        // Then
        assertThat(command)
                .isEqualTo(new ApplyCommand(
                        new Scope(Path.of("mm2"), Optional.empty(), Set.of("a"), false, Duration.ofSeconds(30)),
                        true,
                        Set.of(ApplyOption.ALLOW_HELD, ApplyOption.ALLOW_REWIND)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "plan --help", "mm2 -h"})
    void shouldHelp(String line) {
        // When, Then
        assertThat(parse(line)).isEqualTo(new HelpCommand());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plan",
                "mm2 other",
                "mm2 --json",
                "mm2 --clusters",
                "mm2 --clusters B,,C",
                "plan mm2 --yes",
                "plan mm2 --allow-held",
                "plan mm2 --group",
                "plan mm2 --group --json",
                "plan mm2 --group a --all",
                "plan mm2 --deadline soon",
                "plan mm2 --deadline 0",
                "plan mm2 --flows A",
                "apply mm2",
                "apply mm2 --yes",
            })
    void shouldRefuseWhatItDoesNotUnderstand(String line) {
        // When, Then
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(UsageException.class)
                .message()
                .doesNotContain("\n");
    }
}
