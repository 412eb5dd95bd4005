package io.mirrorkit.core.internal.heartbeat;

import io.mirrorkit.api.ledger.Heartbeat;
import io.mirrorkit.api.ledger.InternalTopics;
import io.mirrorkit.core.internal.cluster.Cluster;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes heartbeats to one cluster. A cluster that forbids it, or does not answer, is left in peace: that is logged once, and the next
 * heartbeat is tried all the same. Belongs to one thread.
 */
public final class Heartbeats implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

    private final Cluster cluster;
    private final String sourceAlias;
    private final String targetAlias;
    private final String clientId;
    private final Clock clock;
    private Optional<Producer<byte[], byte[]>> producer = Optional.empty();

    /** Volatile: set by the producer's thread. */
    private volatile boolean warned;

    /** Heartbeats of a flow, to either of its clusters. */
    public Heartbeats(Cluster cluster, String sourceAlias, String targetAlias, String clientId, Clock clock) {
        this.cluster = cluster;
        this.sourceAlias = sourceAlias;
        this.targetAlias = targetAlias;
        this.clientId = clientId;
        this.clock = clock;
    }

    /** Sends one heartbeat; blocks for a second at the most. */
    public void beat() {
        try {
            Producer<byte[], byte[]> current = producer.orElseGet(this::open);
            Heartbeat heartbeat = new Heartbeat(sourceAlias, targetAlias, clock.millis());
            current.send(
                    new ProducerRecord<>(InternalTopics.HEARTBEATS, 0, heartbeat.key(), heartbeat.value()),
                    (metadata, exception) -> {
                        if (exception != null) {
                            warn(exception);
                        }
                    });
        } catch (RuntimeException e) {
            warn(e);
        }
    }

    private Producer<byte[], byte[]> open() {
        Producer<byte[], byte[]> opened = cluster.producer(
                clientId,
                Map.of(),
                Map.of(
                        "max.block.ms",
                        1_000,
                        "delivery.timeout.ms",
                        10_000,
                        "request.timeout.ms",
                        5_000,
                        "linger.ms",
                        0));
        producer = Optional.of(opened);
        return opened;
    }

    private void warn(Exception exception) {
        if (!warned) {
            warned = true;
            LOG.warn(
                    "Heartbeats can't be written; replication goes on without them: cluster={} reason={}",
                    cluster.alias(),
                    exception.toString());
        }
    }

    @Override
    public void close() {
        producer.ifPresent(open -> open.close(Duration.ofMillis(200)));
    }
}
