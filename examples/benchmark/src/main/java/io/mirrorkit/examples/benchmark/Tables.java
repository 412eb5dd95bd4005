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
        return new MarkdownTable(rows, 2).toString();
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
