package io.mirrorkit.examples.runner;

import io.mirrorkit.examples.runner.SwitchCommand.Way;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Understands the command line of a switch. Pure; not thread-safe: made for one command line. */
final class SwitchLine {

    private static final String KNOWN = "--application, --to, --lost, --force, --take-back, --yes, --deadline";

    private final Deque<String> words;
    private @Nullable String file;
    private @Nullable String application;
    private @Nullable String to;
    private Duration deadline = Duration.ofSeconds(60);
    private boolean lost;
    private boolean force;
    private boolean takeBack;
    private boolean yes;

    private SwitchLine(Deque<String> words) {
        this.words = words;
    }

    /**
     * The command that the words behind {@code switch} ask for.
     *
     * @throws UsageException if they can't be understood
     */
    static Command parse(Deque<String> words) {
        return new SwitchLine(words).command();
    }

    private Command command() {
        while (!words.isEmpty()) {
            String word = words.remove();
            switch (word) {
                case "--application" -> application = value(word);
                case "--to" -> to = value(word);
                case "--deadline" -> deadline = CommandLine.seconds(value(word));
                case "--lost" -> lost = true;
                case "--force" -> force = true;
                case "--take-back" -> takeBack = true;
                case "--yes" -> yes = true;
                default -> file(word);
            }
        }
        if (file == null || application == null) {
            throw new UsageException("say which file and which --application to switch");
        }
        return new SwitchCommand(path(file), application, way(), yes, deadline);
    }

    private Way way() {
        if (to == null) {
            if (lost || force || takeBack) {
                throw new UsageException("say with --to which cluster it is about");
            }
            return new Way.Look();
        }
        if ((lost && (force || takeBack)) || (force && takeBack)) {
            throw new UsageException("--lost, --force and --take-back exclude each other");
        }
        return takeBack ? new Way.TakeBack(to) : lost ? new Way.Lost(to) : new Way.Planned(to, force);
    }

    private String value(String option) {
        if (words.isEmpty() || words.element().startsWith("--")) {
            throw new UsageException(option + " needs a value");
        }
        return words.remove();
    }

    private void file(String word) {
        if (word.startsWith("-")) {
            throw new UsageException("there is no option " + word + "; the options are " + KNOWN);
        }
        if (file != null) {
            throw new UsageException("there are two files, " + file + " and " + word);
        }
        file = word;
    }

    private static Path path(String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new UsageException("\"" + file + "\" is no path");
        }
    }
}
