package io.mirrorkit.examples.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Results as JSON: every run, and the medians. Each metric of a scenario's kind is there, null where it could not be measured. */
final class JsonReport {

    private final Results results;
    private final Environment environment;

    JsonReport(Results results, Environment environment) {
        this.results = results;
        this.environment = environment;
    }

    String text() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("environment", environment());
        List<Object> medians = new ArrayList<>();
        for (Scenario scenario : results.scenarios()) {
            results.contestants(scenario).forEach(contestant -> medians.add(median(scenario, contestant)));
        }
        report.put("medians", medians);
        report.put("runs", results.runs().stream().map(JsonReport::run).toList());
        return Json.of(report);
    }

    private Map<String, Object> environment() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("processors", environment.processors());
        values.put("java", environment.java());
        values.put("system", environment.system());
        values.put("kafka", environment.kafka());
        values.put("jvm_arguments", environment.jvmArguments());
        values.put("rounds", environment.rounds());
        values.put("command", environment.command());
        return values;
    }

    private Map<String, Object> median(Scenario scenario, Contestant contestant) {
        Map<String, Object> values = head(scenario, contestant);
        for (Metric metric : scenario.kind().metrics()) {
            put(values, metric, results.median(scenario, contestant, metric));
        }
        return values;
    }

    private static Map<String, Object> run(Results.Run run) {
        Map<String, Object> values = head(run.scenario(), run.contestant());
        values.put("round", run.round());
        values.put("failure", run.failure());
        for (Metric metric : run.scenario().kind().metrics()) {
            put(values, metric, run.measures().get(metric));
        }
        return values;
    }

    private static Map<String, Object> head(Scenario scenario, Contestant contestant) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("scenario", scenario.name());
        values.put("title", scenario.title());
        values.put("contestant", contestant.label());
        return values;
    }

    @SuppressWarnings("NullAway") // JSON has null, and Json writes it.
    private static void put(Map<String, Object> values, Metric metric, OptionalDouble value) {
        values.put(metric.key(), value.isPresent() ? Math.round(value.getAsDouble() * 1_000) / 1_000.0 : null);
    }
}
