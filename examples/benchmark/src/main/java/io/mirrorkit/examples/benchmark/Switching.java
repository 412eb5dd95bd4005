package io.mirrorkit.examples.benchmark;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How exactly groups are moved that stand still at places all over the log, and how soon they read on. The copying process is killed
 * before they are moved. An offset that isn't translated counts as reading again from the beginning.
 *
 * @param groups the groups, and what they read
 */
record Switching(StandingGroups groups) implements Scenario {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

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
        groups.workload().load(clusters);
        groups.commit(clusters);
    }

    @Override
    public Measures measure(Trial trial) throws InterruptedException {
        Route route = trial.route(groups.workload().topic(), groups.workload().codec(), Route.Aim.THROUGHPUT);
        copy(trial, route);
        return firstRecords(trial, route, readAgain(trial, route));
    }

    private void copy(Trial trial, Route route) throws InterruptedException {
        Arrivals arrivals = Arrivals.of(
                trial.clusters(),
                route.remote(groups.workload().topic()),
                groups.workload().partitions());
        try (CopyProcess process = trial.start(route)) {
            long unused = arrivals.await(groups.workload().records(), process, PATIENCE);
            TimeUnit.NANOSECONDS.sleep(
                    trial.contestant().copier().settlesWithin().toNanos());
            awaitTranslations(trial, route);
        }
    }

    /** Some need longer until they have looked for groups; who has not translated everything after a while won't. */
    private void awaitTranslations(Trial trial, Route route) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (missing(trial, route) > 0 && System.nanoTime() - end < 0) {
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private int missing(Trial trial, Route route) throws InterruptedException {
        int missing = 0;
        for (String group : groups.names()) {
            missing += groups.workload().partitions()
                    - trial.contestant().copier().translate(route, group).size();
        }
        return missing;
    }

    private Measures readAgain(Trial trial, Route route) throws InterruptedException {
        long again = 0;
        try (ReadAgain count = new ReadAgain(trial.clusters(), groups.workload())) {
            for (String group : groups.names()) {
                again += count.of(
                        groups.positions(group), trial.contestant().copier().translate(route, group), route);
            }
        }
        return Measures.none().with(Metric.READ_AGAIN, again).with(Metric.NOT_TRANSLATED, missing(trial, route));
    }

    /** Each way with another group, since a group that has read can't be moved back. */
    private Measures firstRecords(Trial trial, Route route, Measures measures) throws InterruptedException {
        FirstRecord first = new FirstRecord(trial, route, groups.workload());
        Measures all = measures;
        for (FirstRecord.Way way : FirstRecord.Way.values()) {
            all = all.with(way.metric(), first.seconds(groups.names().get(way.ordinal()), way));
        }
        return all;
    }
}
