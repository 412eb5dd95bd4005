package io.mirrorkit.examples.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells the results: on the screen, in files, and in the documents if that is asked for. */
final class Report {

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
        screen.say("benchmark.json and benchmark.md are in %s", options.out());
        results.failed()
                .forEach(run -> screen.say(
                        "FAILED: %s, %s, round %d: %s",
                        run.scenario().name(), run.contestant().label(), run.round(), run.failure()));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
