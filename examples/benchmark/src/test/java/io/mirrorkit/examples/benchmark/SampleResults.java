package io.mirrorkit.examples.benchmark;

import java.util.ArrayList;
import java.util.List;

/** Results as a run might have them, made up. */
final class SampleResults {

    private SampleResults() {}

    static Scenario throughput(String name) {
        return Throughput.near(name, "1 KB & <" + name + ">", new Workload(name, 10, 100, Codec.LZ4, Batches.LARGE, 1));
    }

    static Results.Run run(Scenario scenario, Contestant contestant, int round, double recordsPerSecond) {
        Measures measures = Measures.none()
                .with(Metric.RECORDS_PER_SECOND, recordsPerSecond)
                .with(Metric.CPU_SECONDS_PER_GB, 1_000_000 / recordsPerSecond);
        return new Results.Run(scenario, contestant, round, measures, "");
    }

    /** Two scenarios; in the second one MirrorMaker 2 failed. */
    static Results some() {
        List<Results.Run> runs = new ArrayList<>();
        for (int round = 1; round <= 3; round++) {
            runs.add(run(throughput("lz4"), Contestant.WIRE, round, 300_000 + round));
            runs.add(run(throughput("lz4"), Contestant.MM2_TUNED, round, 100_000 * round));
        }
        runs.add(run(throughput("odd"), Contestant.CLIENT, 1, 5));
        runs.add(new Results.Run(throughput("odd"), Contestant.MM2_TUNED, 1, Measures.none(), "it ended"));
        return new Results(runs);
    }
}
