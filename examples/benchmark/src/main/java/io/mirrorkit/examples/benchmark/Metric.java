package io.mirrorkit.examples.benchmark;

import java.util.Locale;

/** What is measured, in which unit. */
enum Metric {
    RECORDS_PER_SECOND("records_per_second", "records/s", "%,.0f", Better.HIGHER),
    WARM_RECORDS_PER_SECOND("warm_records_per_second", "records/s, second half", "%,.0f", Better.HIGHER),
    MEGABYTES_PER_SECOND("megabytes_per_second", "MB/s", "%,.1f", Better.HIGHER),
    CPU_SECONDS_PER_GB("cpu_seconds_per_gb", "CPU s/GB", "%,.1f", Better.LOWER),
    ALLOCATED_PER_RECORD("allocated_bytes_per_record", "B allocated/record", "%,.0f", Better.LOWER),
    PEAK_RSS("peak_rss_megabytes", "peak RSS, MB", "%,.0f", Better.LOWER),
    COPIED("records_copied", "records copied", "%,.0f", Better.HIGHER),
    LATENCY_P50("latency_p50_ms", "p50, ms", "%,.1f", Better.LOWER),
    LATENCY_P99("latency_p99_ms", "p99, ms", "%,.1f", Better.LOWER),
    LATENCY_P999("latency_p999_ms", "p99.9, ms", "%,.1f", Better.LOWER),
    FIRST_RECORD("first_record_seconds", "first record, s", "%,.1f", Better.LOWER),
    EVERY_PARTITION("every_partition_seconds", "every partition, s", "%,.1f", Better.LOWER),
    READ_AGAIN("records_read_again", "records read again", "%,.0f", Better.LOWER),
    NOT_TRANSLATED("offsets_not_translated", "offsets not translated", "%,.0f", Better.LOWER),
    SWITCH_ASSIGN("switch_assign_seconds", "assign(), s", "%,.2f", Better.LOWER),
    SWITCH_CONSUMER("switch_consumer_seconds", "KIP-848 group, s", "%,.2f", Better.LOWER),
    SWITCH_CLASSIC("switch_classic_seconds", "classic group, s", "%,.2f", Better.LOWER),
    IDLE_CPU("idle_cpu_percent", "% of a core", "%,.1f", Better.LOWER);

    /** Which of two values is the better one. */
    enum Better {
        HIGHER,
        LOWER
    }

    private final String key;
    private final String unit;
    private final String format;
    private final Better better;

    Metric(String key, String unit, String format, Better better) {
        this.key = key;
        this.unit = unit;
        this.format = format;
        this.better = better;
    }

    /** Its name in JSON. */
    String key() {
        return key;
    }

    /** Its name in a table. */
    String unit() {
        return unit;
    }

    Better better() {
        return better;
    }

    String text(double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
