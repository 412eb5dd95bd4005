package io.mirrorkit.examples.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The command line.
 *
 * @param full whether to run everything rather than the few scenarios for every day
 * @param scenarios names of the scenarios to run; empty for all of the mode
 * @param contestants who copies; empty for all of the mode
 * @param rounds how often; empty for the mode's number
 * @param records how many records the throughput scenarios copy; empty for each scenario's own number
 * @param out where results and logs are written
 * @param docs the project's directory, if its documents are to be brought up to date
 */
record Options(
        boolean full,
        List<String> scenarios,
        List<Contestant> contestants,
        OptionalInt rounds,
        OptionalLong records,
        Path out,
        Optional<Path> docs) {

    static final String HELP = """
            Options:
              --quick                 a few scenarios, one round, without MirrorMaker 2's defaults; under 3 minutes (this is what runs without options)
              --full                  all scenarios, all contestants, three rounds; takes about three hours
              --scenario <name,…>     these scenarios only: %s
              --contestants <name,…>  these only: %s
              --rounds <n>            how often each contestant runs; tables show medians
              --records <n>           how many records the throughput scenarios copy
              --out <directory>       where results and logs go (benchmark-results)
              --write-docs <project>  also places table and chart in the README.md and docs/ of this directory
              --help                  this
            """;

    Options {
        scenarios = List.copyOf(scenarios);
        contestants = List.copyOf(contestants);
    }

    /**
     * Reads a command line.
     *
     * @throws UsageException if it can't be understood
     */
    static Options parse(String... args) {
        Options options = new Options(
                false,
                List.of(),
                List.of(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                Path.of("benchmark-results"),
                Optional.empty());
        Deque<String> left = new ArrayDeque<>(Arrays.asList(args));
        while (!left.isEmpty()) {
            options = options.with(left.pop(), left);
        }
        return options;
    }

    private Options with(String name, Deque<String> left) {
        return switch (name) {
            case "--quick" -> withFull(false);
            case "--full" -> withFull(true);
            case "--scenario" -> withScenarios(Scenarios.known(words(name, left)));
            case "--contestants" ->
                withContestants(
                        words(name, left).stream().map(Options::contestant).toList());
            case "--rounds" -> withRounds(Math.toIntExact(Math.min(number(name, left), 1_000)));
            case "--records" -> withRecords(number(name, left));
            case "--out" -> withOut(Path.of(value(name, left)));
            case "--write-docs" -> withDocs(project(Path.of(value(name, left))));
            default -> throw new UsageException("\"" + name + "\" is no option; see --help");
        };
    }

    private static Contestant contestant(String label) {
        return Arrays.stream(Contestant.values())
                .filter(contestant -> contestant.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "--contestants: there is no \"" + label + "\"; choose from " + contestantNames()));
    }

    static String contestantNames() {
        return Arrays.stream(Contestant.values()).map(Contestant::label).collect(Collectors.joining(", "));
    }

    /** Looked at first, rather than after hours. */
    private static Path project(Path directory) {
        if (!Files.exists(directory.resolve("docs/performance.md"))) {
            throw new UsageException(
                    "--write-docs needs the project's directory; \"" + directory + "\" has no docs/performance.md");
        }
        return directory;
    }

    private static List<String> words(String name, Deque<String> left) {
        return List.of(value(name, left).split(","));
    }

    private static String value(String name, Deque<String> left) {
        if (left.isEmpty() || left.peek().startsWith("--")) {
            throw new UsageException(name + " needs a value after it; see --help");
        }
        return left.pop();
    }

    private static long number(String name, Deque<String> left) {
        String text = value(name, left);
        try {
            long number = Long.parseLong(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException(name + " needs a whole number above 0, not \"" + text + "\"");
    }

    /** Who copies, by the mode if it isn't said. */
    List<Contestant> chosenContestants() {
        if (!contestants.isEmpty()) {
            return contestants;
        }
        return full ? List.of(Contestant.values()) : List.of(Contestant.MM2_TUNED, Contestant.CLIENT, Contestant.WIRE);
    }

    /** The options that numbers depend on, as they could be given again: those of the mode, and what was chosen beside it. */
    String command() {
        List<String> words = new ArrayList<>(List.of(full ? "--full" : "--quick"));
        if (!scenarios.isEmpty()) {
            words.add("--scenario " + String.join(",", scenarios));
        }
        if (!contestants.isEmpty()) {
            words.add("--contestants "
                    + contestants.stream().map(Contestant::label).collect(Collectors.joining(",")));
        }
        rounds.ifPresent(number -> words.add("--rounds " + number));
        records.ifPresent(number -> words.add("--records " + number));
        return String.join(" ", words);
    }

    /** How often, by the mode if it isn't said. */
    int chosenRounds() {
        return rounds.orElse(full ? 3 : 1);
    }

    private Options withFull(boolean value) {
        return new Options(value, scenarios, contestants, rounds, records, out, docs);
    }

    private Options withScenarios(List<String> value) {
        return new Options(full, value, contestants, rounds, records, out, docs);
    }

    private Options withContestants(List<Contestant> value) {
        return new Options(full, scenarios, value, rounds, records, out, docs);
    }

    private Options withRounds(int value) {
        return new Options(full, scenarios, contestants, OptionalInt.of(value), records, out, docs);
    }

    private Options withRecords(long value) {
        return new Options(full, scenarios, contestants, rounds, OptionalLong.of(value), out, docs);
    }

    private Options withOut(Path value) {
        return new Options(full, scenarios, contestants, rounds, records, value, docs);
    }

    private Options withDocs(Path value) {
        return new Options(full, scenarios, contestants, rounds, records, out, Optional.of(value));
    }
}
