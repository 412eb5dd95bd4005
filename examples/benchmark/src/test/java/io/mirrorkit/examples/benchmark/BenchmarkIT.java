package io.mirrorkit.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkIT {

    @TempDir
    private Path directory;

    /** A project that wants its documents written. */
    private void createDocuments() throws Exception {
        String region = Files.readString(Path.of("../../docs/performance.md"));
        Files.createDirectories(directory.resolve("docs"));
        Files.writeString(directory.resolve("docs/performance.md"), region);
        Files.writeString(directory.resolve("README.md"), Files.readString(Path.of("../../README.md")));
    }

    @Test
    void shouldMeasureBothAndTellIt() throws Exception {
        // Given
        createDocuments();

        // When
        int code = Benchmark.run(
                "--scenario", "lz4",
                "--contestants", "mm2-tuned,client",
                "--records", "20000",
                "--out", directory.resolve("out").toString(),
                "--write-docs", directory.toString());

        // Then
        assertThat(code).isZero();
        String json = Files.readString(directory.resolve("out/benchmark.json"));
        Kind.THROUGHPUT.metrics().forEach(metric -> assertThat(json).contains("\"" + metric.key() + "\": "));
        assertThat(json.split("\"records_copied\": 20000.0", -1)).hasSize(1 + 2 + 2);
        assertThat(directory.resolve("docs/benchmark.svg")).exists();
        assertThat(directory.resolve("README.md")).content().contains("MirrorMaker 2, tuned", "docs/benchmark.svg");
        assertThat(directory.resolve("docs/performance.md")).content().contains("### Throughput");
    }

    @Test
    void shouldCountWhatIsReadAgainAfterASwitch() throws Exception {
        // When
        int code = Benchmark.run(
                "--scenario", "switch",
                "--contestants", "client",
                "--records", "20000",
                "--out", directory.toString());

        // Then
        assertThat(code).isZero();
        String json = Files.readString(directory.resolve("benchmark.json"));
        Kind.SWITCH.metrics().forEach(metric -> assertThat(json).contains("\"" + metric.key() + "\": "));
        assertThat(json)
                .contains("\"failure\": \"\"", "\"offsets_not_translated\": 0.0", "\"records_read_again\": 0.0");
    }

    @Test
    void shouldSayWhatIsWrongWithTheCommandLine() {
        assertThat(Benchmark.run("--round", "3")).isEqualTo(2);
    }
}
