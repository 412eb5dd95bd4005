package io.mirrorkit.examples.quickstart;

import java.io.PrintStream;
import java.util.List;
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
        out.println(String.format(Locale.ROOT, "%5.1f s  ", seconds()) + String.format(Locale.ROOT, format, values));
        out.flush();
    }

    /** A table of names and values. */
    void table(List<String[]> rows) {
        int width = rows.stream().mapToInt(row -> row[0].length()).max().orElse(0);
        out.println();
        rows.forEach(row -> out.println("  " + row[0] + " ".repeat(width - row[0].length()) + "  " + row[1]));
        out.println();
        out.flush();
    }
}
