package io.mirrorkit.failover.internal;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Makes clients of the target from its user's properties. Whatever secures a connection passes through. Thread-safe. */
public final class TargetClients {

    private final Map<String, Object> properties;
    private final String clientId;

    /** Readers may work side by side, and Kafka complains of two clients with one id. */
    private final AtomicInteger readers = new AtomicInteger();

    /** Copies the properties. */
    public TargetClients(Map<String, ?> properties, String flow) {
        this.properties = new HashMap<>(properties);
        Object own = properties.get(ConsumerConfig.CLIENT_ID_CONFIG);
        this.clientId = own == null ? "mirrorkit-failover-" + flow : own + "-failover";
    }

    /** An admin client, which the caller closes. */
    public Admin admin() {
        Map<String, Object> config = new HashMap<>(properties);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId + "-admin");
        return Admin.create(config);
    }

    /** A consumer of committed records in no group, which creates no topic, and which the caller closes. */
    public Consumer<byte[], byte[]> reader() {
        return new KafkaConsumer<>(readerConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    Map<String, Object> readerConfig() {
        Map<String, Object> config = new HashMap<>(properties);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        config.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
        config.remove(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG);
        config.remove(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId + "-reader-" + readers.incrementAndGet());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                IsolationLevel.READ_COMMITTED.toString().toLowerCase(Locale.ROOT));
        return config;
    }
}
