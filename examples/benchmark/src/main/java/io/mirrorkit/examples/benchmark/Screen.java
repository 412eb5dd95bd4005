package io.mirrorkit.examples.benchmark;

import java.io.PrintStream;
import java.util.Locale;

/** Says in lines what happens, with the seconds since the start. */
final class Screen {

    private final PrintStream out;
    private final long startNanos = System.nanoTime();

    Screen(PrintStream out) {
        this.out = out;
    }

    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    void say(String format, Object... values) {
        show(String.format(Locale.ROOT, "%6.1f s  ", seconds()) + String.format(Locale.ROOT, format, values));
    }

    void show(String text) {
        out.println(text);
        out.flush();
    }
}
