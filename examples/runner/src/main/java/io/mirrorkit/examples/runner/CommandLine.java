package io.mirrorkit.examples.runner;

import io.mirrorkit.failover.ApplyOption;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Understands command lines. Pure; not thread-safe: made for one command line. */
final class CommandLine {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Set<String> COMMANDS = Set.of("plan", "apply", "status");

    private final Deque<String> words;
    private final Set<String> targets = new LinkedHashSet<>();
    private final Set<String> groups = new TreeSet<>();
    private final Set<ApplyOption> options = EnumSet.noneOf(ApplyOption.class);
    private @Nullable String file;
    private @Nullable String flow;
    private Duration deadline = DEADLINE;
    private boolean all;
    private boolean json;
    private boolean yes;

    private CommandLine(Deque<String> words) {
        this.words = words;
    }

    /**
     * The command that a command line asks for.
     *
     * @throws UsageException if it can't be understood
     */
    static Command parse(String... args) {
        Deque<String> words = new ArrayDeque<>(Arrays.asList(args));
        if (words.isEmpty()) {
            throw new UsageException("say which file to run");
        }
        if (words.contains("--help") || words.contains("-h")) {
            return new HelpCommand();
        }
        if (words.element().equals("switch")) {
            words.remove();
            return SwitchLine.parse(words);
        }
        return COMMANDS.contains(words.peek())
                ? new CommandLine(words).ofTheDay(words.remove())
                : new CommandLine(words).replicate();
    }

    private Command replicate() {
        while (!words.isEmpty()) {
            String word = words.remove();
            if (word.equals("--clusters")) {
                clusters();
            } else {
                fileOrUnknown(word, "--clusters");
            }
        }
        return new ReplicateCommand(path(), targets);
    }

    /** With commas or, as MirrorMaker 2 takes them, as several words. */
    private void clusters() {
        targets.addAll(Arrays.asList(value("--clusters").split(",", -1)));
        while (!words.isEmpty() && !words.element().startsWith("--") && file != null) {
            targets.addAll(Arrays.asList(words.remove().split(",", -1)));
        }
        if (targets.contains("")) {
            throw new UsageException("--clusters has an empty element");
        }
    }

    private Command ofTheDay(String command) {
        boolean applies = command.equals("apply");
        while (!words.isEmpty()) {
            String word = words.remove();
            switch (word) {
                case "--flow" -> flow = value(word);
                case "--group" -> groups.add(value(word));
                case "--all" -> all = true;
                case "--json" -> json = true;
                case "--deadline" -> deadline = seconds(value(word));
                case "--yes" -> yes = onlyFor(applies, word);
                case "--allow-held" -> allow(applies, word, ApplyOption.ALLOW_HELD);
                case "--allow-rewind" -> allow(applies, word, ApplyOption.ALLOW_REWIND);
                default ->
                    fileOrUnknown(
                            word,
                            "--flow, --group, --all, --json, --deadline"
                                    + (applies ? ", --yes, --allow-held, --allow-rewind" : ""));
            }
        }
        if (all && !groups.isEmpty()) {
            throw new UsageException("--all and --group exclude each other");
        }
        Scope scope = new Scope(path(), Optional.ofNullable(flow), groups, json, deadline);
        return switch (command) {
            case "plan" -> new PlanCommand(scope);
            case "status" -> new StatusCommand(scope);
            default -> apply(scope);
        };
    }

    private Command apply(Scope scope) {
        if (!all && groups.isEmpty()) {
            throw new UsageException("say which groups to apply with --group, or --all");
        }
        return new ApplyCommand(scope, yes, options);
    }

    private static boolean onlyFor(boolean applies, String word) {
        if (!applies) {
            throw new UsageException(word + " belongs to apply");
        }
        return true;
    }

    private void allow(boolean applies, String word, ApplyOption option) {
        if (onlyFor(applies, word)) {
            options.add(option);
        }
    }

    private String value(String option) {
        if (words.isEmpty() || words.element().startsWith("--")) {
            throw new UsageException(option + " needs a value");
        }
        return words.remove();
    }

    static Duration seconds(String text) {
        try {
            long seconds = Long.parseLong(text);
            if (seconds >= 1 && seconds <= 86_400) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException("--deadline " + text + " is no number of seconds from 1 to 86400");
    }

    private void fileOrUnknown(String word, String known) {
        if (word.startsWith("-")) {
            throw new UsageException("there is no option " + word + "; the options are " + known);
        }
        if (file != null) {
            throw new UsageException("there are two files, " + file + " and " + word);
        }
        file = word;
    }

    private Path path() {
        if (file == null) {
            throw new UsageException("say which file to run");
        }
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new UsageException("\"" + file + "\" is no path");
        }
    }
}
