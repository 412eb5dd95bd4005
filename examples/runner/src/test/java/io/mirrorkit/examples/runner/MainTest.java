package io.mirrorkit.examples.runner;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    @TempDir
    private Path directory;

    private final FakeTerminal terminal = new FakeTerminal();

    @Test
    void shouldSayInOneLineWhatIsWrongWithAFile() throws IOException {
        // Given
        Path file = directory.resolve("mm2.properties");
        Files.writeString(file, Texts.TWO + "replication.factor = two\n");

        // When
        int code = Main.run(terminal, file.toString());

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(terminal.told).singleElement().satisfies(line -> assertThat(line)
                .startsWith("mirror-runner: " + file + ": replication.factor=two is not possible")
                .contains("Way out: "));
    }

    @Test
    void shouldSayThatAFileIsNotThere() {
        // When
        int code = Main.run(terminal, "plan", directory.resolve("nothing").toString());

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(terminal.told).singleElement().satisfies(line -> assertThat(line)
                .contains("there is no such file"));
    }

    @Test
    void shouldSayThatAFileIsNoText() throws IOException {
        // Given
        Path file = directory.resolve("mm2.properties");
        Files.writeString(file, "# für alle\n" + Texts.TWO, ISO_8859_1);

        // When
        int code = Main.run(terminal, file.toString());

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(terminal.told).singleElement().satisfies(line -> assertThat(line)
                .contains("UTF-8"));
    }

    @Test
    void shouldRefuseTwoClustersThatGiveTopicsTheSameNamesBothWays() throws IOException {
        // Given
        Path file = directory.resolve("mm2.properties");
        Files.writeString(
                file,
                Texts.TWO + "B->A.enabled = true\n"
                        + "replication.policy.class = org.apache.kafka.connect.mirror.IdentityReplicationPolicy\n");

        // When
        int code = Main.run(terminal, file.toString());

        // Then
        assertThat(code).isEqualTo(3);
        assertThat(terminal.told).singleElement().satisfies(line -> assertThat(line)
                .contains("round for ever"));
    }

    @Test
    void shouldSayThatAClusterDoesNotAnswer() throws IOException {
        // Given
        Path file = directory.resolve("mm2.properties");
        Files.writeString(file, Texts.TWO + "B.bootstrap.servers = localhost:1\n");

        // When
        int plan = Main.run(terminal, "plan", file.toString(), "--deadline", "1");
        int status = Main.run(terminal, "status", file.toString(), "--deadline", "1");
        int apply = Main.run(terminal, "apply", file.toString(), "--all", "--yes", "--allow-held", "--deadline", "1");

        // Then
        assertThat(plan).isEqualTo(4);
        assertThat(status).isEqualTo(4);
        assertThat(apply).isEqualTo(4);
        assertThat(terminal.results.toString()).contains("INCOMPLETE");
        assertThat(terminal.told).anySatisfy(line -> assertThat(line).contains("Nothing was applied"));
    }

    @Test
    void shouldSayThatAHostIsNotKnown() throws IOException {
        // Given
        Path file = directory.resolve("mm2.properties");
        Files.writeString(file, Texts.TWO + "B.bootstrap.servers = no-such-host.invalid:9092\n");

        // When
        int code = Main.run(terminal, "plan", file.toString());

        // Then
        assertThat(code).isEqualTo(4);
        assertThat(terminal.told).singleElement().satisfies(line -> assertThat(line)
                .contains("bootstrap"));
    }

    @Test
    void shouldHelp() {
        // When
        int code = Main.run(terminal, "--help");

        // Then
        assertThat(code).isZero();
        assertThat(terminal.results.toString()).contains("plan", "apply", "status", "--allow-held", "Exit codes");
    }
}
