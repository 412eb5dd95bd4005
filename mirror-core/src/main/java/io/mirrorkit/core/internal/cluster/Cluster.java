package io.mirrorkit.core.internal.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A cluster by its alias, as a maker of clients. Client properties go to all clients; those that begin with {@code consumer.},
 * {@code producer.} or {@code admin.} to that kind alone, and win. Immutable; its text holds no property (invariant J).
 */
public final class Cluster {

    private static final Set<String> DECIDED_HERE = Set.of(
            "key.serializer",
            "value.serializer",
            "key.deserializer",
            "value.deserializer",
            "enable.auto.commit",
            "auto.offset.reset",
            "isolation.level",
            "group.id",
            "group.instance.id",
            "acks",
            "enable.idempotence",
            "transactional.id",
            "delivery.timeout.ms",
            "max.in.flight.requests.per.connection");

    private final String alias;
    private final Map<String, Object> properties;

    /**
     * Checks and copies the properties.
     *
     * @throws ConfigException if {@code bootstrap.servers} is missing, or a property is set that the engine decides
     */
    public Cluster(String alias, Map<String, ?> properties) {
        this.alias = alias;
        this.properties = new HashMap<>(properties);
        if (!properties.containsKey("bootstrap.servers")) {
            throw new ConfigException("Cluster \"" + alias + "\" has no bootstrap.servers; add host:port of a broker.");
        }
        for (String key : properties.keySet()) {
            if (DECIDED_HERE.contains(key.replaceFirst("^(consumer|producer|admin)\\.", ""))) {
                throw new ConfigException("Cluster \"" + alias + "\": " + key
                        + " is decided by MirrorKit, since its guarantees rest on it; remove the property.");
            }
        }
    }

    /** The cluster's alias. */
    public String alias() {
        return alias;
    }

    /** An admin client. */
    public Admin admin(String clientId) {
        return Admin.create(of("admin.", clientId, Map.of(), Map.of()));
    }

    /**
     * A consumer without a group.
     *
     * @param defaults what the user's properties may change
     * @param forced what they may not
     */
    public Consumer<byte[], byte[]> consumer(String clientId, Map<String, ?> defaults, Map<String, ?> forced) {
        Map<String, Object> config = of("consumer.", clientId, defaults, forced);
        config.put("enable.auto.commit", false);
        config.putIfAbsent("auto.offset.reset", "none");
        config.put("allow.auto.create.topics", false);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * A producer that acknowledges nothing before all replicas in sync have it, and that is idempotent.
     *
     * @param defaults what the user's properties may change
     * @param forced what they may not
     */
    public Producer<byte[], byte[]> producer(String clientId, Map<String, ?> defaults, Map<String, ?> forced) {
        Map<String, Object> config = of("producer.", clientId, defaults, forced);
        config.put("acks", "all");
        config.put("enable.idempotence", true);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** What {@link #consumer} would be made from, for a reader that is none. */
    public ConsumerConfig consumerConfig(String clientId, Map<String, ?> defaults) {
        Map<String, Object> config = of("consumer.", clientId, defaults, Map.of());
        config.put("key.deserializer", ByteArrayDeserializer.class);
        config.put("value.deserializer", ByteArrayDeserializer.class);
        return new ConsumerConfig(config);
    }

    /** What {@link #producer} would be made from, for a writer that is none. */
    public ProducerConfig producerConfig(String clientId, Map<String, ?> defaults) {
        Map<String, Object> config = of("producer.", clientId, defaults, Map.of());
        config.put("key.serializer", ByteArraySerializer.class);
        config.put("value.serializer", ByteArraySerializer.class);
        config.put("acks", "all");
        config.put("enable.idempotence", true);
        return new ProducerConfig(config);
    }

    private Map<String, Object> of(String prefix, String clientId, Map<String, ?> defaults, Map<String, ?> forced) {
        Map<String, Object> config = new HashMap<>(defaults);
        Map<String, Object> special = new HashMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                special.put(key.substring(prefix.length()), value);
            } else if (!key.startsWith("consumer.") && !key.startsWith("producer.") && !key.startsWith("admin.")) {
                config.put(key, value);
            }
        });
        config.putAll(special);
        config.putAll(forced);
        config.put("client.id", clientId);
        config.put("enable.metrics.push", false);
        return config;
    }

    @Override
    public String toString() {
        return "Cluster[" + alias + "]";
    }
}
