package io.mirrorkit.examples.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * The main class of every copying process: answers each line on standard input with what the JVM has allocated, ends the JVM with the
 * input, and hands over to the main class of the contestant. So all contestants carry the same small burden.
 */
public final class Probe {

    static final String ANSWER = "allocated ";

    private static final long LOOK_NANOS = 100_000_000;

    private Probe() {}

    /**
     * Runs a contestant.
     *
     * @param args its main class and its arguments
     */
    public static void main(String[] args) {
        Allocations allocations = new Allocations();
        daemon("probe-answers", () -> answer(allocations));
        daemon("probe-looks", () -> lookAgainAndAgain(allocations));
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(args, 1, args.length));
        } catch (ReflectiveOperationException e) {
            // With the contestant's own failure as the cause.
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void answer(Allocations allocations) {
        try (BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            while (questions.readLine() != null) {
                System.out.println(ANSWER + allocations.look());
                System.out.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    private static void lookAgainAndAgain(Allocations allocations) {
        while (true) {
            long unused = allocations.look();
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
