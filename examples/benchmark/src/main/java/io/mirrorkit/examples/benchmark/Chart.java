package io.mirrorkit.examples.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Throughput scenarios as bars, in SVG: on the left records per second, on the right processor seconds per gigabyte, both by those of tuned
 * MirrorMaker 2, whose bars end at the line. Readable on light and dark ground.
 */
final class Chart {

    private static final int WIDTH = 960;
    private static final int LABELS = 190;
    private static final int BARS = 230;
    private static final int RIGHT = 580;
    private static final int ROW = 17;
    private static final int BAR = 11;
    private static final int GAP = 12;
    private static final int TOP = 48;

    private static final String STYLE = """
            <style>
              text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #24292f; }
              .head { font-weight: 600; font-size: 14px; }
              .scenario { font-weight: 600; }
              .label { text-anchor: end; }
              .one { stroke: #8c959f; stroke-dasharray: 3 3; }
              .mm2 { fill: #afb8c1; } .mm2-tuned { fill: #818b98; } .client { fill: #4393e6; } .wire { fill: #2da46f; } .limit { fill: #c08fd0; }
              @media (prefers-color-scheme: dark) { text { fill: #d1d7e0; } }
            </style>
            """;

    private final Results results;
    private final List<Scenario> scenarios;
    private final StringBuilder body = new StringBuilder();
    private int y = TOP;

    private Chart(Results results, List<Scenario> scenarios) {
        this.results = results;
        this.scenarios = scenarios;
    }

    /** The chart of throughput scenarios. */
    static String of(Results results, List<Scenario> scenarios) {
        return new Chart(results, scenarios).draw();
    }

    private String draw() {
        text(LABELS + 10, 24, "head", "records/s (longer is better)");
        text(RIGHT, 24, "head", "CPU seconds per GB of the copier (shorter is better)");
        double speeds = longest(Metric.RECORDS_PER_SECOND);
        double costs = longest(Metric.CPU_SECONDS_PER_GB);
        for (Scenario scenario : scenarios) {
            text(LABELS + 10, y + BAR, "scenario", scenario.title());
            y += ROW;
            int from = y;
            for (Contestant contestant : results.contestants(scenario)) {
                text(LABELS, y + BAR - 1, "label", contestant.title());
                bar(LABELS + 10, scenario, contestant, Metric.RECORDS_PER_SECOND, speeds);
                bar(RIGHT, scenario, contestant, Metric.CPU_SECONDS_PER_GB, costs);
                y += ROW;
            }
            line(LABELS + 10 + BARS / speeds, from);
            line(RIGHT + BARS / costs, from);
            y += GAP;
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
                <title>Throughput and processor time by tuned MirrorMaker 2</title>
                """.formatted(WIDTH, y) + STYLE + body + "</svg>\n";
    }

    /** Bars are scaled so that the longest fits; the base's own has length 1. */
    private double longest(Metric metric) {
        double longest = 1;
        for (Scenario scenario : scenarios) {
            for (Contestant contestant : results.contestants(scenario)) {
                longest = Math.max(
                        longest, results.ratio(scenario, contestant, metric).orElse(0));
            }
        }
        return longest;
    }

    private void bar(int x, Scenario scenario, Contestant contestant, Metric metric, double longest) {
        OptionalDouble value = results.median(scenario, contestant, metric);
        OptionalDouble ratio = results.ratio(scenario, contestant, metric);
        double length = ratio.orElse(0) / longest * BARS;
        body.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>\n",
                contestant.label(),
                x,
                y,
                length,
                BAR));
        String words = (value.isPresent() ? metric.text(value.getAsDouble()) : "not measured")
                + (ratio.isPresent() ? String.format(Locale.ROOT, "  (%.2f×)", ratio.getAsDouble()) : "");
        text((int) (x + length + 6), y + BAR - 1, "value", words);
    }

    private void line(double x, int from) {
        body.append(String.format(
                Locale.ROOT,
                "<line class=\"one\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>\n",
                x,
                x,
                from - 3,
                y - 2));
    }

    private void text(int x, int baseline, String style, String words) {
        body.append(String.format(
                Locale.ROOT,
                "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n",
                style,
                x,
                baseline,
                words.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
