package io.mirrorkit.examples.benchmark;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What it costs to wait: the processor time of a process that has copied all there is.
 *
 * @param topics what it watches
 * @param calm how long it is left alone before it is measured
 * @param time how long it is measured
 */
record Idle(ManyPartitions topics, Duration calm, Duration time) implements Scenario {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String title() {
        return String.format(Locale.ROOT, "%,d partitions, %d s", topics.partitions(), time.toSeconds());
    }

    @Override
    public Kind kind() {
        return Kind.IDLE;
    }

    @Override
    public boolean admits(Contestant contestant) {
        return contestant != Contestant.LIMIT;
    }

    @Override
    public void prepare(Clusters clusters) throws InterruptedException {
        topics.load(clusters);
    }

    @Override
    public Measures measure(Trial trial) throws InterruptedException {
        Route route = trial.route(topics.pattern(), Codec.NONE, Route.Aim.THROUGHPUT);
        try (CopyProcess process = trial.start(route)) {
            long unused = topics.arrivals(trial.clusters(), route).await(topics.partitions(), process, PATIENCE);
            TimeUnit.NANOSECONDS.sleep(calm.toNanos());
            Usage start = process.usage();
            long startNanos = System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
            process.requireAlive();
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            return Measures.none()
                    .with(Metric.IDLE_CPU, 100 * process.usage().since(start).cpuSeconds() / seconds)
                    .with(Metric.PEAK_RSS, process.peakRssMegabytes());
        }
    }
}
