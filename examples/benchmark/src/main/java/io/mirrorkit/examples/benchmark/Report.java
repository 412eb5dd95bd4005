package io.mirrorkit.examples.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tells the results: on the screen, in files, and in the documents if that is asked for. */
final class Report {

    static final String CHART = "benchmark.svg";
    static final String WHOLE_CHART = "benchmark-all.svg";

    private static final List<String> HEADLINES = List.of("lz4", "zstd", "none", "tiny", "far-source");

    private final Results results;
    private final Environment environment;

    Report(Results results, Environment environment) {
        this.results = results;
        this.environment = environment;
    }

    void write(Options options, Screen screen) {
        String tables = environment.words() + "\n\n" + new Tables(results).all();
        screen.show("\n" + tables);
        write(options.out().resolve("benchmark.md"), tables);
        write(options.out().resolve("benchmark.json"), new JsonReport(results, environment).text());
        writeCharts(options.out());
        screen.say("benchmark.json, benchmark.md and charts are in %s", options.out());
        options.docs().ifPresent(project -> place(project, screen));
        results.failed()
                .forEach(run -> screen.say(
                        "FAILED: %s, %s, round %d: %s",
                        run.scenario().name(), run.contestant().label(), run.round(), run.failure()));
    }

    private void writeCharts(Path directory) {
        List<Scenario> all = charted();
        if (!all.isEmpty()) {
            List<Scenario> headlines = all.stream()
                    .filter(scenario -> HEADLINES.contains(scenario.name()))
                    .toList();
            write(directory.resolve(CHART), Chart.of(results, headlines.isEmpty() ? all : headlines));
            write(directory.resolve(WHOLE_CHART), Chart.of(results, all));
        }
    }

    /** The throughput scenarios in which there is something to compare with. */
    private List<Scenario> charted() {
        return results.scenarios(Kind.THROUGHPUT).stream()
                .filter(scenario -> results.median(scenario, Contestant.MM2_TUNED, Metric.RECORDS_PER_SECOND)
                        .isPresent())
                .toList();
    }

    private void place(Path project, Screen screen) {
        writeCharts(project.resolve("docs"));
        Path readme = project.resolve("README.md");
        Path page = project.resolve("docs/performance.md");
        boolean charts = !charted().isEmpty();
        write(readme, Region.replace(read(readme), summary(charts)));
        write(page, Region.replace(read(page), details(charts)));
        screen.say("README.md and docs/performance.md show these results");
    }

    private String summary(boolean charts) {
        return new Summary(results).table()
                + (charts ? "\n![Throughput and processor time by tuned MirrorMaker 2](docs/" + CHART + ")\n" : "")
                + "\n" + environment.words() + "\n";
    }

    private String details(boolean charts) {
        return "```\n" + environment.command() + "\n```\n\n" + environment.words() + "\n"
                + (charts ? "\n![Throughput and processor time by tuned MirrorMaker 2](" + WHOLE_CHART + ")\n" : "")
                + "\n" + new Tables(results).all().stripTrailing() + "\n";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
