package io.mirrorkit.examples.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All there is to be measured, and what a run of the program measures of it. */
final class Scenarios {

    private static final int PARTITIONS = 8;
    private static final int STANDING_GROUPS = 10;
    private static final Duration FAR = Duration.ofMillis(50);

    private final boolean full;
    private final Options options;

    private Scenarios(Options options) {
        this.full = options.full();
        this.options = options;
    }

    /** What the command line asks for: in full size only with {@code --full}. */
    static List<Scenario> chosen(Options options) {
        Scenarios scenarios = new Scenarios(options);
        if (options.scenarios().isEmpty()) {
            return options.full() ? scenarios.all() : scenarios.everyDay();
        }
        return scenarios.all().stream()
                .filter(scenario -> options.scenarios().contains(scenario.name()))
                .toList();
    }

    /**
     * Checks names.
     *
     * @throws UsageException if there is no such scenario
     */
    static List<String> known(List<String> names) {
        List<String> all = names();
        for (String name : names) {
            if (!all.contains(name)) {
                throw new UsageException(
                        "--scenario: there is no \"" + name + "\"; choose from " + String.join(", ", all));
            }
        }
        return names;
    }

    static List<String> names() {
        return new Scenarios(Options.parse()).all().stream().map(Scenario::name).collect(Collectors.toList());
    }

    private List<Scenario> everyDay() {
        List<String> names = List.of("lz4", "tiny", "latency", "switch");
        return all().stream()
                .filter(scenario -> names.contains(scenario.name()))
                .toList();
    }

    private List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        for (Codec codec : List.of(Codec.LZ4, Codec.ZSTD, Codec.NONE, Codec.SNAPPY, Codec.GZIP)) {
            all.add(Throughput.near(
                    codec.type(),
                    "1 KB, " + codec.type() + ", 64 KiB batches",
                    workload(codec.type(), 300_000, 1_000_000, 1_000, codec, Batches.LARGE)));
        }
        all.add(Throughput.near(
                "small",
                "100 B, lz4, 64 KiB batches",
                workload("small", 1_000_000, 5_000_000, 100, Codec.LZ4, Batches.LARGE)));
        all.add(Throughput.near(
                "tiny",
                "100 B, lz4, tiny batches",
                workload("tiny", 200_000, 1_000_000, 100, Codec.LZ4, Batches.TINY)));
        all.add(Throughput.near(
                "large", "100 KB, lz4", workload("large", 5_000, 20_000, 100_000, Codec.LZ4, Batches.LARGE)));
        all.add(new Throughput(
                "far-source",
                "1 KB, lz4, 64 KiB batches, source 50 ms away",
                workload("far-source", 300_000, 1_000_000, 1_000, Codec.LZ4, Batches.LARGE),
                FAR,
                Duration.ZERO));
        all.add(new Throughput(
                "far-target",
                "1 KB, lz4, 64 KiB batches, target 50 ms away",
                workload("far-target", 300_000, 300_000, 1_000, Codec.LZ4, Batches.LARGE),
                Duration.ZERO,
                FAR));
        all.add(new Latency(Duration.ofSeconds(full ? 10 : 2), Duration.ofSeconds(full ? 60 : 6)));
        for (int partitions : List.of(10, 1_000, 5_000)) {
            all.add(new StartUp(new ManyPartitions(partitions)));
        }
        all.add(new Idle(new ManyPartitions(1_000), Duration.ofSeconds(60), Duration.ofSeconds(full ? 60 : 20)));
        all.add(new Switching(new StandingGroups(
                workload("switch", 200_000, 1_000_000, 100, Codec.LZ4, Batches.LARGE), STANDING_GROUPS)));
        return List.copyOf(all);
    }

    private Workload workload(String topic, long everyDay, long inFull, int valueBytes, Codec codec, Batches batches) {
        return new Workload(
                topic, options.records().orElse(full ? inFull : everyDay), valueBytes, codec, batches, PARTITIONS);
    }
}
