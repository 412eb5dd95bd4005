package io.mirrorkit.examples.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Results as Markdown tables, one per kind of scenario, and as lines. */
final class Tables {

    private static final String UNKNOWN = "–";

    private final Results results;

    Tables(Results results) {
        this.results = results;
    }

    /** All tables, each under its title. */
    String all() {
        StringBuilder text = new StringBuilder();
        for (Kind kind : Kind.values()) {
            List<Scenario> scenarios = results.scenarios(kind);
            if (!scenarios.isEmpty()) {
                text.append("### ")
                        .append(kind.title())
                        .append("\n\n")
                        .append(table(kind, scenarios))
                        .append('\n');
            }
        }
        return text.toString();
    }

    /** The table of one scenario or several of the same kind. */
    String table(Kind kind, List<Scenario> scenarios) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(header(kind));
        for (Scenario scenario : scenarios) {
            results.contestants(scenario).forEach(contestant -> rows.add(row(scenario, contestant)));
        }
        return markdown(rows);
    }

    private static List<String> header(Kind kind) {
        List<String> header = new ArrayList<>(List.of("", ""));
        kind.metrics().forEach(metric -> header.add(metric.unit()));
        header.add(kind.metrics().get(0).unit() + ", by tuned MM2's");
        return header;
    }

    private List<String> row(Scenario scenario, Contestant contestant) {
        List<String> row = new ArrayList<>(List.of(scenario.title(), contestant.title()));
        for (Metric metric : scenario.kind().metrics()) {
            row.add(text(metric, results.median(scenario, contestant, metric)));
        }
        OptionalDouble ratio =
                results.ratio(scenario, contestant, scenario.kind().metrics().get(0));
        row.add(ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : UNKNOWN);
        return row;
    }

    private static String text(Metric metric, OptionalDouble value) {
        return value.isPresent() ? metric.text(value.getAsDouble()) : UNKNOWN;
    }

    /** Padded, so that it can be read on a terminal, too. The first two columns are words, the others numbers. */
    private static String markdown(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            text.append(line(rows.get(i), widths));
            if (i == 0) {
                text.append(rule(widths));
            }
        }
        return text.toString();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < row.size(); i++) {
            String blank = " ".repeat(widths[i] - row.get(i).length());
            line.append(' ')
                    .append(isWords(i) ? row.get(i) + blank : blank + row.get(i))
                    .append(" |");
        }
        return line.append('\n').toString();
    }

    private static String rule(int[] widths) {
        StringBuilder rule = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            rule.append("-".repeat(widths[i] + 1)).append(isWords(i) ? "-|" : ":|");
        }
        return rule.append('\n').toString();
    }

    private static boolean isWords(int column) {
        return column < 2;
    }

    /** One run in a line. */
    static String line(Results.Run run) {
        if (!run.failure().isEmpty()) {
            return "FAILED: " + run.failure();
        }
        return run.scenario().kind().metrics().stream()
                .map(metric -> text(metric, run.measures().get(metric)) + " " + metric.unit())
                .collect(Collectors.joining(" · "));
    }
}
