package io.mirrorkit.core.internal.lane.wire;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;

/** How the lane reaches the clusters: the properties that a consumer and a producer would get. */
public interface WireClients {

    /** Of the source: security, addresses, sizes and waits of fetching, {@code client.rack}. */
    ConsumerConfig sourceConfig();

    /** Of the target: security, addresses, request timeout. */
    ProducerConfig targetConfig();

    /** Whether aborted and open transactions of the source are left out. */
    IsolationLevel isolation();
}
