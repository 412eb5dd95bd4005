package io.mirrorkit.failover.switching;

import org.apache.kafka.common.KafkaException;

/**
 * A call could not be finished since the client moved to the other cluster, or is about to. A subclass of Kafka's exception, and not of
 * {@link io.mirrorkit.api.errors.MirrorException}, since it is thrown where applications expect Kafka's.
 *
 * <p>From a consumer: look the thing up again after the next {@code poll}. From a producer: the transaction is lost; call
 * {@code abortTransaction} or go straight to {@code beginTransaction}, and do its work again. Whether a transaction was committed whose
 * {@code commitTransaction} throws this is not known.
 */
public final class ClusterSwitchedException extends KafkaException {
    private static final long serialVersionUID = 1L;

    /**
     * With a message.
     *
     * @param message what could not be finished, and what to do
     */
    public ClusterSwitchedException(String message) {
        super(message);
    }

    /**
     * With a cause.
     *
     * @param message what could not be finished, and what to do
     * @param cause what the closed client threw
     */
    public ClusterSwitchedException(String message, Throwable cause) {
        super(message, cause);
    }
}
