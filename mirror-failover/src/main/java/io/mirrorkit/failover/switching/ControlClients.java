package io.mirrorkit.failover.switching;

import io.mirrorkit.failover.internal.TargetClients;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the clients that read and write one cluster's control topic. Thread-safe; the caller closes what it gets. */
final class ControlClients {

    /** What would make a producer of the user's properties do other things than writing a few records. */
    private static final List<String> NOT_FOR_CONTROL = List.of(
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            ProducerConfig.INTERCEPTOR_CLASSES_CONFIG,
            ProducerConfig.PARTITIONER_CLASS_CONFIG,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            ProducerConfig.LINGER_MS_CONFIG,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);

    private static final Duration WRITE_WITHIN = Duration.ofSeconds(5);

    private final ClusterSite site;
    private final String application;
    private final TargetClients clients;

    ControlClients(ClusterSite site, String application) {
        this.site = site;
        this.application = application;
        this.clients = new TargetClients(site.properties(), "switch-" + application);
    }

    Admin admin() {
        return clients.admin();
    }

    Consumer<byte[], byte[]> reader() {
        return clients.reader();
    }

    /** A producer for what clients say of themselves. */
    Producer<byte[], byte[]> writer() {
        return producer(WRITE_WITHIN, Map.of());
    }

    /** A producer for changes: of all that have this application's transactional id, only the last one can write. */
    Producer<byte[], byte[]> decider(Duration within) {
        return producer(
                within,
                Map.of(
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "__mirror-control-" + application,
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        10_000));
    }

    private Producer<byte[], byte[]> producer(Duration within, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(site.properties());
        NOT_FOR_CONTROL.forEach(config::remove);
        int timeout = (int) Math.max(1_000, Math.min(within.toMillis(), 30_000));
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "mirrorkit-switch-" + application);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L << 20);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
        config.putAll(more);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
