package io.mirrorkit.failover.switching;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Makes consumers of one cluster, so that an application, a framework or a test can wrap them as it likes. Called in the thread that polls, at
 * the first {@code poll} and after every switch.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
@FunctionalInterface
public interface ConsumerFactory<K, V> {

    /**
     * Makes a consumer that nobody else has.
     *
     * @param cluster the alias of the cluster that it works on
     * @param properties the common properties with the cluster's own over them; a copy
     * @return the consumer; it is closed by its {@link SwitchableConsumer}
     */
    Consumer<K, V> create(String cluster, Map<String, Object> properties);
}
