package io.mirrorkit.examples.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** The most telling numbers of a few scenarios in one table, with a row for each number. */
final class Summary {

    /** A row: a number, in words. */
    private record Line(String words, String scenario, Metric metric) {}

    private static final List<Line> LINES = List.of(
            new Line("records/s, 1 KB, lz4", "lz4", Metric.RECORDS_PER_SECOND),
            new Line("records/s, 1 KB, zstd", "zstd", Metric.RECORDS_PER_SECOND),
            new Line("records/s, 100 B, tiny batches", "tiny", Metric.RECORDS_PER_SECOND),
            new Line("records/s, 1 KB, lz4, source 50 ms away", "far-source", Metric.RECORDS_PER_SECOND),
            new Line("CPU seconds per GB, 1 KB, lz4", "lz4", Metric.CPU_SECONDS_PER_GB),
            new Line("peak memory, MB, 1 KB, lz4", "lz4", Metric.PEAK_RSS),
            new Line("latency at 1,000 records/s, p50, ms", "latency", Metric.LATENCY_P50),
            new Line("latency at 1,000 records/s, p99, ms", "latency", Metric.LATENCY_P99),
            new Line("start to first record, 1,000 partitions, s", "start-1000", Metric.FIRST_RECORD),
            new Line("idle, 1,000 partitions, % of a core", "idle", Metric.IDLE_CPU),
            new Line("records read again after a switch", "switch", Metric.READ_AGAIN));

    private final Results results;

    Summary(Results results) {
        this.results = results;
    }

    /** A Markdown table; rows and columns without any number are left out. */
    String table() {
        List<Contestant> columns = columns();
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of(""));
        columns.forEach(contestant -> header.add(contestant.title()));
        rows.add(header);
        for (Line line : LINES) {
            if (columns.stream().anyMatch(contestant -> value(line, contestant).isPresent())) {
                rows.add(row(line, columns));
            }
        }
        return new MarkdownTable(rows, 1).toString();
    }

    private List<Contestant> columns() {
        return Arrays.stream(Contestant.values())
                .filter(contestant -> contestant != Contestant.LIMIT)
                .filter(contestant ->
                        LINES.stream().anyMatch(line -> value(line, contestant).isPresent()))
                .toList();
    }

    private List<String> row(Line line, List<Contestant> columns) {
        List<String> row = new ArrayList<>(List.of(line.words()));
        for (Contestant contestant : columns) {
            OptionalDouble value = value(line, contestant);
            row.add(value.isPresent() ? line.metric().text(value.getAsDouble()) : "–");
        }
        return row;
    }

    private OptionalDouble value(Line line, Contestant contestant) {
        return results.scenarios().stream()
                .filter(scenario -> scenario.name().equals(line.scenario()))
                .findFirst()
                .map(scenario -> results.median(scenario, contestant, line.metric()))
                .orElse(OptionalDouble.empty());
    }
}
