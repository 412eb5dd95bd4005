package io.mirrorkit.examples.benchmark;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one run of a scenario found.
 *
 * @param values by metric; what could not be measured is not there
 */
record Measures(Map<Metric, Double> values) {

    Measures {
        Map<Metric, Double> copy = new EnumMap<>(Metric.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
    }

    static Measures none() {
        return new Measures(Map.of());
    }

    OptionalDouble get(Metric metric) {
        Double value = values.get(metric);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** With one more value; one that is not finite is left out. */
    Measures with(Metric metric, double value) {
        if (!Double.isFinite(value)) {
            return this;
        }
        Map<Metric, Double> more = new EnumMap<>(Metric.class);
        more.putAll(values);
        more.put(metric, value);
        return new Measures(more);
    }

    Measures with(Metric metric, OptionalDouble value) {
        return value.isPresent() ? with(metric, value.getAsDouble()) : this;
    }
}
