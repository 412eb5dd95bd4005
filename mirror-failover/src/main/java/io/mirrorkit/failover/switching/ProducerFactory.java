package io.mirrorkit.failover.switching;

import java.util.Map;
import org.apache.kafka.clients.producer.Producer;

/**
 * Makes producers of one cluster, so that an application, a framework or a test can wrap them as it likes. Called at the first call that needs a
 * producer and after every switch, in a thread that sends or one of the {@link SwitchableProducer}'s own.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
@FunctionalInterface
public interface ProducerFactory<K, V> {

    /**
     * Makes a producer that nobody else has.
     *
     * @param cluster the alias of the cluster that it writes to
     * @param properties the common properties with the cluster's own over them; a copy
     * @return the producer; it is closed by its {@link SwitchableProducer}
     */
    Producer<K, V> create(String cluster, Map<String, Object> properties);
}
