package io.mirrorkit.examples.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Starts two brokers, lets the contestants copy between them in turn, and tells how they did. Exit code 0 if everything could be measured,
 * 1 if something could not, 2 if the command line can't be understood.
 */
public final class Benchmark {

    private static final long WARM_UP_RECORDS = 150_000;

    private final Options options;
    private final Screen screen;
    private final Path logs;
    private final List<Results.Run> runs = new ArrayList<>();

    private Benchmark(Options options, Screen screen) {
        this.options = options;
        this.screen = screen;
        this.logs = options.out().resolve("logs");
    }

    /**
     * Runs the benchmark.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        Screen screen = new Screen(System.out);
        if (List.of(args).contains("--help")) {
            screen.show(String.format(Options.HELP, String.join(", ", Scenarios.names()), Options.contestantNames()));
            return 0;
        }
        try {
            return new Benchmark(Options.parse(args), screen).run();
        } catch (UsageException e) {
            screen.show(String.valueOf(e.getMessage()));
            return 2;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private int run() throws InterruptedException {
        createDirectory(logs);
        try (Clusters clusters = Clusters.start()) {
            new WarmUp(options.records().orElse(WARM_UP_RECORDS)).run(clusters);
            screen.say("two brokers run, each in a JVM of its own, and are warm");
            for (Scenario scenario : Scenarios.chosen(options)) {
                play(scenario, clusters);
            }
        }
        Results results = new Results(runs);
        new Report(results, Environment.here(options)).write(options, screen);
        return results.failed().isEmpty() ? 0 : 1;
    }

    private void play(Scenario scenario, Clusters clusters) throws InterruptedException {
        screen.say("%s: %s", scenario.name(), scenario.title());
        Optional<String> failure = prepare(scenario, clusters);
        Set<String> prepared = clusters.sourceTopics();
        for (int round = 1; round <= options.chosenRounds(); round++) {
            for (Contestant contestant : order(scenario, round)) {
                Results.Run run = failure.isPresent()
                        ? new Results.Run(scenario, contestant, round, Measures.none(), failure.get())
                        : play(scenario, contestant, round, clusters);
                screen.say("  %-10s %s", contestant.label(), Tables.line(run));
                runs.add(run);
                clusters.removeCopies(prepared);
            }
        }
        clusters.removeCopies(Set.of());
    }

    /** Why the scenario can't be run, if it can't. */
    private Optional<String> prepare(Scenario scenario, Clusters clusters) throws InterruptedException {
        try {
            scenario.prepare(clusters);
            return Optional.empty();
        } catch (MeasurementException e) {
            return Optional.of(e.getMessage() + ": " + e.getCause());
        }
    }

    /** Each round begins with another contestant, so that none always has the brokers when they are warmer. */
    private List<Contestant> order(Scenario scenario, int round) {
        List<Contestant> order = options.chosenContestants().stream()
                .filter(scenario::admits)
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.rotate(order, 1 - round);
        return order;
    }

    private Results.Run play(Scenario scenario, Contestant contestant, int round, Clusters clusters)
            throws InterruptedException {
        String alias = contestant.label() + "-" + scenario.name() + "-" + round;
        try {
            Measures measures = scenario.measure(new Trial(clusters, contestant, alias, logs, screen));
            return new Results.Run(scenario, contestant, round, measures, "");
        } catch (MeasurementException e) {
            return new Results.Run(scenario, contestant, round, Measures.none(), String.valueOf(e.getMessage()));
        }
    }

    private static void createDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
