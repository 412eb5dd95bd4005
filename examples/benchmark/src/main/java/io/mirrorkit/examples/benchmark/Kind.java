package io.mirrorkit.examples.benchmark;

import static io.mirrorkit.examples.benchmark.Metric.ALLOCATED_PER_RECORD;
import static io.mirrorkit.examples.benchmark.Metric.COPIED;
import static io.mirrorkit.examples.benchmark.Metric.CPU_SECONDS_PER_GB;
import static io.mirrorkit.examples.benchmark.Metric.EVERY_PARTITION;
import static io.mirrorkit.examples.benchmark.Metric.FIRST_RECORD;
import static io.mirrorkit.examples.benchmark.Metric.IDLE_CPU;
import static io.mirrorkit.examples.benchmark.Metric.LATENCY_P50;
import static io.mirrorkit.examples.benchmark.Metric.LATENCY_P99;
import static io.mirrorkit.examples.benchmark.Metric.LATENCY_P999;
import static io.mirrorkit.examples.benchmark.Metric.MEGABYTES_PER_SECOND;
import static io.mirrorkit.examples.benchmark.Metric.NOT_TRANSLATED;
import static io.mirrorkit.examples.benchmark.Metric.PEAK_RSS;
import static io.mirrorkit.examples.benchmark.Metric.READ_AGAIN;
import static io.mirrorkit.examples.benchmark.Metric.RECORDS_PER_SECOND;
import static io.mirrorkit.examples.benchmark.Metric.SWITCH_ASSIGN;
import static io.mirrorkit.examples.benchmark.Metric.SWITCH_CLASSIC;
import static io.mirrorkit.examples.benchmark.Metric.SWITCH_CONSUMER;
import static io.mirrorkit.examples.benchmark.Metric.WARM_RECORDS_PER_SECOND;

import java.util.List;

/** What a scenario measures; the scenarios of a kind share a table. */
enum Kind {
    THROUGHPUT(
            "Throughput",
            RECORDS_PER_SECOND,
            WARM_RECORDS_PER_SECOND,
            MEGABYTES_PER_SECOND,
            CPU_SECONDS_PER_GB,
            ALLOCATED_PER_RECORD,
            PEAK_RSS,
            COPIED),
    LATENCY("Latency at 1,000 records/s", LATENCY_P50, LATENCY_P99, LATENCY_P999),
    START_UP("From the start of the process", FIRST_RECORD, EVERY_PARTITION, PEAK_RSS),
    SWITCH(
            "Switching groups that stand still, spread through the log",
            READ_AGAIN,
            NOT_TRANSLATED,
            SWITCH_ASSIGN,
            SWITCH_CONSUMER,
            SWITCH_CLASSIC),
    IDLE("Nothing moves", IDLE_CPU, PEAK_RSS);

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<Metric> metrics;

    Kind(String title, Metric... metrics) {
        this.title = title;
        this.metrics = List.of(metrics);
    }

    String title() {
        return title;
    }

    /** The columns of its table. The first is the one that contestants are compared by. */
    List<Metric> metrics() {
        return metrics;
    }
}
