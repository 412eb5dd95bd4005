package io.mirrorkit.examples.benchmark;

import java.time.Duration;

/**
 * How fast records are copied that lie on the source already, from the first that arrives to the last: start-up is left out, and a scenario
 * of its own.
 *
 * @param name the scenario's name
 * @param title the scenario in words
 * @param workload what is copied
 * @param sourceRoundTrip how far the source is
 * @param targetRoundTrip how far the target is
 */
record Throughput(String name, String title, Workload workload, Duration sourceRoundTrip, Duration targetRoundTrip)
        implements Scenario {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Clusters that are near. */
    static Throughput near(String name, String title, Workload workload) {
        return new Throughput(name, title, workload, Duration.ZERO, Duration.ZERO);
    }

    @Override
    public Kind kind() {
        return Kind.THROUGHPUT;
    }

    @Override
    public boolean admits(Contestant contestant) {
        return true;
    }

    @Override
    public void prepare(Clusters clusters) throws InterruptedException {
        workload.load(clusters.source());
    }

    @Override
    public Measures measure(Trial trial) throws InterruptedException {
        Route route =
                trial.route(workload.topic(), workload.codec(), Route.Aim.THROUGHPUT, sourceRoundTrip, targetRoundTrip);
        Arrivals arrivals = Arrivals.of(trial.clusters(), route.remote(workload.topic()), workload.partitions());
        try (CopyProcess process = trial.start(route)) {
            long first = arrivals.await(1, process, PATIENCE);
            long startNanos = System.nanoTime();
            Usage start = process.usage();
            long half = arrivals.await((first + workload.records()) / 2, process, PATIENCE);
            long halfNanos = System.nanoTime();
            long all = arrivals.await(workload.records(), process, PATIENCE);
            long endNanos = System.nanoTime();
            return measures(
                            all,
                            all - first,
                            (endNanos - startNanos) / 1e9,
                            process.usage().since(start))
                    .with(Metric.WARM_RECORDS_PER_SECOND, (all - half) / ((endNanos - halfNanos) / 1e9))
                    .with(Metric.PEAK_RSS, process.peakRssMegabytes());
        }
    }

    /** Has no speeds if all records came with the first look. */
    private Measures measures(long copied, long watched, double seconds, Usage usage) {
        double bytes = (double) watched * workload.recordBytes();
        Measures measures = Measures.none().with(Metric.COPIED, (double) copied);
        return watched == 0
                ? measures
                : measures.with(Metric.RECORDS_PER_SECOND, watched / seconds)
                        .with(Metric.MEGABYTES_PER_SECOND, bytes / 1e6 / seconds)
                        .with(Metric.CPU_SECONDS_PER_GB, usage.cpuSeconds() / (bytes / 1e9))
                        .with(Metric.ALLOCATED_PER_RECORD, (double) usage.allocatedBytes() / watched);
    }
}
