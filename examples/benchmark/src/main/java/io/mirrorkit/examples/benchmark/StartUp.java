package io.mirrorkit.examples.benchmark;

import java.time.Duration;
import java.util.Locale;

/**
 * How long it takes from the start of the process to the first record on the target, and until every partition has its record.
 *
 * @param topics what is copied
 */
record StartUp(ManyPartitions topics) implements Scenario {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "start-" + topics.partitions();
    }

    @Override
    public String title() {
        return String.format(Locale.ROOT, "%,d partitions", topics.partitions());
    }

    @Override
    public Kind kind() {
        return Kind.START_UP;
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
        Route route = trial.route(topics.pattern(), Codec.NONE, Route.Aim.LATENCY);
        Arrivals arrivals = topics.arrivals(trial.clusters(), route);
        long startNanos = System.nanoTime();
        try (CopyProcess process = trial.start(route)) {
            long unused = arrivals.await(1, process, PATIENCE);
            Measures measures = Measures.none().with(Metric.FIRST_RECORD, secondsSince(startNanos));
            unused = arrivals.await(topics.partitions(), process, PATIENCE);
            return measures.with(Metric.EVERY_PARTITION, secondsSince(startNanos))
                    .with(Metric.PEAK_RSS, process.peakRssMegabytes());
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
