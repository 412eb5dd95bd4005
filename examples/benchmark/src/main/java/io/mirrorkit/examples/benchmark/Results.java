package io.mirrorkit.examples.benchmark;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What all runs found.
 *
 * @param runs in the order in which they were made
 */
record Results(List<Run> runs) {

    /**
     * One contestant in one round of one scenario.
     *
     * @param scenario the scenario
     * @param contestant who copied
     * @param round counts from 1
     * @param measures what was found; without values if the run failed
     * @param failure why it failed; empty if it did not
     */
    record Run(Scenario scenario, Contestant contestant, int round, Measures measures, String failure) {}

    Results {
        runs = List.copyOf(runs);
    }

    /** In the order in which they were run. */
    Set<Scenario> scenarios() {
        Set<Scenario> scenarios = new LinkedHashSet<>();
        runs.forEach(run -> scenarios.add(run.scenario()));
        return scenarios;
    }

    List<Scenario> scenarios(Kind kind) {
        return scenarios().stream().filter(scenario -> scenario.kind() == kind).toList();
    }

    /** Of a scenario, in the order of their declaration: the order of the runs differs from round to round. */
    List<Contestant> contestants(Scenario scenario) {
        return Arrays.stream(Contestant.values())
                .filter(contestant -> runs.stream()
                        .anyMatch(run -> run.scenario().equals(scenario) && run.contestant() == contestant))
                .toList();
    }

    /** The median over the rounds; empty if no round has a value. */
    OptionalDouble median(Scenario scenario, Contestant contestant, Metric metric) {
        double[] values = runs.stream()
                .filter(run -> run.scenario().equals(scenario) && run.contestant() == contestant)
                .flatMapToDouble(run -> run.measures().get(metric).stream())
                .sorted()
                .toArray();
        if (values.length == 0) {
            return OptionalDouble.empty();
        }
        int middle = values.length / 2;
        return OptionalDouble.of(values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2);
    }

    /** A contestant's median by that of tuned MirrorMaker 2; empty if either has none, or the latter is zero. */
    OptionalDouble ratio(Scenario scenario, Contestant contestant, Metric metric) {
        OptionalDouble value = median(scenario, contestant, metric);
        OptionalDouble base = median(scenario, Contestant.MM2_TUNED, metric);
        return value.isPresent() && base.isPresent() && base.getAsDouble() > 0
                ? OptionalDouble.of(value.getAsDouble() / base.getAsDouble())
                : OptionalDouble.empty();
    }

    List<Run> failed() {
        return runs.stream().filter(run -> !run.failure().isEmpty()).toList();
    }
}
