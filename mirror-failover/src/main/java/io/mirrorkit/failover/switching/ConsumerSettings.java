package io.mirrorkit.failover.switching;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * What a switchable consumer was built with.
 *
 * @param properties common to both clusters
 * @param drainRemoteFirst whether local partitions wait for remote ones after a switch
 */
record ConsumerSettings(Map<String, Object> properties, boolean drainRemoteFirst) {

    Optional<String> group() {
        return Optional.ofNullable(properties.get(ConsumerConfig.GROUP_ID_CONFIG))
                .map(String::valueOf);
    }

    /** As Kafka has it by default: on, where there is a group. */
    boolean autoCommit() {
        Object set = properties.get(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG);
        return group().isPresent() && (set == null || Boolean.parseBoolean(String.valueOf(set)));
    }
}
