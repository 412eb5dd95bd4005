package io.mirrorkit.examples.benchmark;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/**
 * How exactly groups are moved that stand still at places all over the log, and how soon they read on. The copying process is killed
 * before they are moved. An offset that isn't translated counts as reading again from the beginning.
 *
 * @param groups the groups, and what they read
 */
record Switching(StandingGroups groups) implements Scenario {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration LATECOMERS = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "switch";
    }

    @Override
    public String title() {
        return String.format(
                Locale.ROOT,
                "%d groups, %d partitions, %,d records",
                groups.count(),
                groups.workload().partitions(),
                groups.workload().records());
    }

    @Override
    public Kind kind() {
        return Kind.SWITCH;
    }

    @Override
    public boolean admits(Contestant contestant) {
        return contestant.copier().translates();
    }

    @Override
    public void prepare(Clusters clusters) throws InterruptedException {
        groups.workload().load(clusters.source());
        groups.commit(clusters);
    }

    @Override
    public Measures measure(Trial trial) throws InterruptedException {
        Route route = trial.route(groups.workload().topic(), groups.workload().codec(), Route.Aim.THROUGHPUT);
        Map<String, Map<TopicPartition, Long>> translations = copy(trial, route);
        return firstRecords(trial, route, readAgain(trial, route, translations));
    }

    /** Copies everything, and returns the translations by group. */
    private Map<String, Map<TopicPartition, Long>> copy(Trial trial, Route route) throws InterruptedException {
        Workload workload = groups.workload();
        Arrivals arrivals = Arrivals.of(trial.clusters(), route.remote(workload.topic()), workload.partitions());
        try (CopyProcess process = trial.start(route)) {
            long unused = arrivals.await(workload.records(), process, PATIENCE);
            TimeUnit.NANOSECONDS.sleep(
                    trial.contestant().copier().settlesWithin().toNanos());
            return awaitTranslations(trial, route);
        }
    }

    /** Some need longer until they have looked for groups; who has not translated everything after a while won't. */
    private Map<String, Map<TopicPartition, Long>> awaitTranslations(Trial trial, Route route)
            throws InterruptedException {
        long end = System.nanoTime() + LATECOMERS.toNanos();
        Map<String, Map<TopicPartition, Long>> translations = translations(trial, route);
        while (missing(translations) > 0 && System.nanoTime() - end < 0) {
            TimeUnit.SECONDS.sleep(1);
            translations = translations(trial, route);
        }
        return translations;
    }

    private Map<String, Map<TopicPartition, Long>> translations(Trial trial, Route route) throws InterruptedException {
        Map<String, Map<TopicPartition, Long>> translations = new HashMap<>();
        for (String group : groups.names()) {
            translations.put(group, trial.contestant().copier().translate(route, group));
        }
        return translations;
    }

    private int missing(Map<String, Map<TopicPartition, Long>> translations) {
        int there = translations.values().stream().mapToInt(Map::size).sum();
        return groups.count() * groups.workload().partitions() - there;
    }

    private Measures readAgain(Trial trial, Route route, Map<String, Map<TopicPartition, Long>> translations) {
        long again = 0;
        try (ReadAgain count = new ReadAgain(trial.clusters(), groups.workload())) {
            for (Map.Entry<String, Map<TopicPartition, Long>> group : translations.entrySet()) {
                again += count.of(groups.positions(group.getKey()), group.getValue(), route);
            }
        }
        return Measures.none()
                .with(Metric.READ_AGAIN, (double) again)
                .with(Metric.NOT_TRANSLATED, missing(translations));
    }

    /** Each way with another group, since a group that has read can't be moved back. */
    private Measures firstRecords(Trial trial, Route route, Measures measures) throws InterruptedException {
        FirstRecord first = new FirstRecord(trial, route, groups.workload());
        Iterator<String> names = groups.names().iterator();
        Measures all = measures;
        for (FirstRecord.Way way : FirstRecord.Way.values()) {
            all = all.with(way.metric(), first.seconds(names.next(), way));
        }
        return all;
    }
}
