package io.mirrorkit.examples.runner;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What clients of one cluster need, as the engine takes it: properties for all clients, and those of one kind under {@code consumer.},
 * {@code producer.} and {@code admin.}. Immutable. Its text names no value (invariant J).
 */
final class ClientProperties {

    private final String cluster;
    private final Map<String, String> properties;

    ClientProperties(String cluster, Map<String, String> properties) {
        this.cluster = cluster;
        this.properties = new TreeMap<>(properties);
    }

    /** The cluster's alias. */
    String cluster() {
        return cluster;
    }

    /** Where the clients connect first. */
    String bootstrapServers() {
        return String.valueOf(properties.get("bootstrap.servers"));
    }

    /** For an engine. */
    Map<String, String> forEngine() {
        return Map.copyOf(properties);
    }

    /** For a client that reads and administers: what is said of consumers, then of admin clients, wins over what is said of all. */
    Map<String, Object> forReading() {
        Map<String, Object> flat = new HashMap<>();
        properties.forEach((key, value) -> {
            if (Vocabulary.clientOf(key).isEmpty()) {
                flat.put(key, value);
            }
        });
        flat.putAll(of("consumer"));
        flat.putAll(of("admin"));
        return flat;
    }

    private Map<String, String> of(String kind) {
        Map<String, String> own = new HashMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(kind + ".")) {
                own.put(key.substring(kind.length() + 1), value);
            }
        });
        return own;
    }

    Set<String> keys() {
        return new TreeSet<>(properties.keySet());
    }

    @Override
    public String toString() {
        return "ClientProperties[" + cluster + ": " + keys() + "]";
    }
}
