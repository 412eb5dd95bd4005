package io.mirrorkit.examples.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A contestant's JVM, and what it uses. Not thread-safe. */
final class CopyProcess implements AutoCloseable {

    /** The same for all contestants. */
    private static final List<String> JVM_ARGUMENTS = List.of("-Xmx1g", "-XX:+UseG1GC");

    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final int LAST_LINES = 5;

    private final Process process;
    private final Path log;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    private CopyProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.questions = process.outputWriter(UTF_8);
        this.answers = process.inputReader(UTF_8);
    }

    /** Starts the JVM and returns at once; what it logs goes to the file. */
    static CopyProcess start(Copier.Program program, Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_ARGUMENTS);
        command.addAll(List.of("-cp", ClassPath.withoutBrokers(), Probe.class.getName()));
        command.add(program.main().getName());
        command.addAll(program.arguments());
        try {
            return new CopyProcess(
                    new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String jvmArguments() {
        return String.join(" ", JVM_ARGUMENTS);
    }

    /** Asks the JVM; takes a few milliseconds. */
    Usage usage() {
        Duration cpu = process.info().totalCpuDuration().orElse(Duration.ZERO);
        try {
            questions.write('\n');
            questions.flush();
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(Probe.ANSWER)) {
                    return new Usage(cpu.toNanos() / 1e9, Long.parseLong(line.substring(Probe.ANSWER.length())));
                }
            }
        } catch (IOException e) {
            throw new MeasurementException("the copying process does not answer: " + lastWords(), e);
        }
        throw new MeasurementException("the copying process has ended: " + lastWords());
    }

    /** The most memory that it held at once; empty where the system doesn't tell. */
    OptionalDouble peakRssMegabytes() {
        try {
            Path status = Path.of("/proc", Long.toString(process.pid()), "status");
            Matcher peak = PEAK.matcher(Files.exists(status) ? Files.readString(status) : "");
            return peak.find() ? OptionalDouble.of(Long.parseLong(peak.group(1)) * 1024 / 1e6) : OptionalDouble.empty();
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }

    /** Fails if the process has ended. */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new MeasurementException("the copying process has ended: " + lastWords());
        }
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "its log can't be read";
        }
    }

    /** Kills it: nothing of what it leaves behind is used again. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
