package io.mirrorkit.examples.runner;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/** The process's own streams: results to standard output, all else to standard error. */
final class SystemTerminal implements Terminal {

    private final PrintStream out;
    private final PrintStream err;

    SystemTerminal(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public void result(String text) {
        out.print(text.endsWith("\n") ? text : text + "\n");
        out.flush();
    }

    @Override
    public void tell(String line) {
        err.println(line);
    }

    /** From Java 22 on there is a console even if nobody sits there; the end of its input is no yes. */
    @Override
    @SuppressWarnings("SystemConsoleNull")
    public boolean confirms(String question) {
        Console console = System.console();
        if (console == null) {
            throw new UsageException(
                    "there is no terminal to ask \"" + question + "\" on; add --yes if the answer is yes");
        }
        String answer = console.readLine("%s [y/N] ", question);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }
}
