package io.mirrorkit.examples.runner;

import io.mirrorkit.api.errors.MirrorException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/** The program. Its exit codes are those of {@link ExitCode}. */
public final class Main {

    private Main() {}

    /**
     * Runs a file, or a command of the day.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(run(new SystemTerminal(System.out, System.err), args));
    }

    /** Runs a command line; what goes wrong is one line for people. */
    static int run(Terminal terminal, String... args) {
        try {
            return CommandLine.parse(args).run(terminal);
        } catch (UsageException e) {
            return fail(terminal, ExitCode.USAGE, e.getMessage() + " (--help says more)");
        } catch (BadFileException e) {
            return fail(terminal, ExitCode.USAGE, String.valueOf(e.getMessage()));
        } catch (MirrorException e) {
            return fail(terminal, codeOf(e), String.valueOf(e.getMessage()));
        } catch (KafkaException e) {
            return fail(terminal, ExitCode.UNREACHABLE, inner(e));
        }
    }

    /** An exit code for what a cluster, or MirrorKit, has against it. */
    static int codeOf(MirrorException e) {
        return e.retriable() ? ExitCode.UNREACHABLE : ExitCode.REFUSED;
    }

    /** Kafka wraps what is wrong in "Failed to create new KafkaAdminClient". */
    private static String inner(KafkaException e) {
        Throwable cause = e.getCause();
        return e instanceof ConfigException || cause == null
                ? String.valueOf(e.getMessage())
                : String.valueOf(cause.getMessage());
    }

    private static int fail(Terminal terminal, int code, String line) {
        terminal.tell("mirror-runner: " + line.replaceAll("\\p{Cntrl}+", " "));
        return code;
    }
}
