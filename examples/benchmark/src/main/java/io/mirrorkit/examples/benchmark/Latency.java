package io.mirrorkit.examples.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * How long a record takes from {@code send()} at the source to {@code poll()} at the target, at a fixed rate. Producer and consumer are in
 * this JVM, so that one clock times both.
 *
 * @param warmUp how long records flow before they count
 * @param time how long they count
 */
record Latency(Duration warmUp, Duration time) implements Scenario {

    static final int PER_SECOND = 1_000;

    private static final int PARTITIONS = 8;
    private static final Duration WARM_UP_OF_CLIENTS = Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String title() {
        return "1 KB, linger 0, " + time.toSeconds() + " s";
    }

    @Override
    public Kind kind() {
        return Kind.LATENCY;
    }

    @Override
    public boolean admits(Contestant contestant) {
        return contestant != Contestant.LIMIT;
    }

    @Override
    public void prepare(Clusters clusters) throws InterruptedException {
        // The clients of this JVM run warm, without a copier, or the first contestant would look slow.
        String topic = "latency-warm-up";
        Topics.create(clusters.source().admin(), List.of(new NewTopic(topic, PARTITIONS, (short) 1)));
        try (TimedRecords records = new TimedRecords(clusters.source(), clusters.source(), topic, PARTITIONS)) {
            records.seekToEnds(topic);
            Percentiles unused = records.times(0, seconds(WARM_UP_OF_CLIENTS), () -> {});
        }
    }

    @Override
    public Measures measure(Trial trial) throws InterruptedException {
        // A topic of its own, so that it finds none of what others were sent.
        String topic = "latency-" + trial.alias();
        Topics.create(trial.clusters().source().admin(), List.of(new NewTopic(topic, PARTITIONS, (short) 1)));
        Route route = trial.route(topic, Codec.LZ4, Route.Aim.LATENCY);
        try (CopyProcess process = trial.start(route);
                TimedRecords records = new TimedRecords(
                        trial.clusters().source(), trial.clusters().target(), topic, PARTITIONS)) {
            records.sendOne();
            Arrivals arrivals = Arrivals.of(trial.clusters(), route.remote(topic), PARTITIONS);
            long unused = arrivals.await(1, process, PATIENCE);
            records.seekToEnds(route.remote(topic));
            return measures(records.times(seconds(warmUp), seconds(time), process::requireAlive));
        }
    }

    private static int seconds(Duration duration) {
        return Math.toIntExact(duration.toSeconds()) * PER_SECOND;
    }

    private static Measures measures(Percentiles micros) {
        return new Measures(Map.of(
                Metric.LATENCY_P50, micros.at(0.5) / 1e3,
                Metric.LATENCY_P99, micros.at(0.99) / 1e3,
                Metric.LATENCY_P999, micros.at(0.999) / 1e3));
    }
}
