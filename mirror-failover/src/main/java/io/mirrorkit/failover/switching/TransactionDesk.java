package io.mirrorkit.failover.switching;

import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a transaction on the client that it was begun with, and tells when a switch has taken that away. As with any producer, one thread at a
 * time has transactions.
 */
final class TransactionDesk<K, V> {

    private @Nullable ProducerSeat<K, V> seat;

    /** The client with the open transaction; read by the thread that closes clients. */
    private volatile @Nullable OpenProducer<K, V> within;

    void of(ProducerSeat<K, V> owner) {
        seat = owner;
    }

    private ProducerSeat<K, V> seat() {
        ProducerSeat<K, V> known = seat;
        if (known == null) {
            throw new IllegalStateException("The producer is being built.");
        }
        return known;
    }

    /** Whether a transaction is open. */
    boolean open() {
        return within != null;
    }

    void begin() {
        OpenProducer<K, V> now = within;
        if (now != null && !now.retired()) {
            now.client().beginTransaction();
            return;
        }
        within = null;
        OpenProducer<K, V> next = seat().sit();
        next.client().beginTransaction();
        within = next;
    }

    /** Does something in the open transaction. */
    <T> T within(Function<OpenProducer<K, V>, T> action) {
        OpenProducer<K, V> now = within;
        if (now == null) {
            now = seat().sit();
        }
        if (now.retired()) {
            throw lost(now, null);
        }
        try {
            return action.apply(now);
        } catch (ClusterSwitchedException e) {
            throw e;
        } catch (KafkaException | IllegalStateException e) {
            throw now.retired() ? lost(now, e) : e;
        }
    }

    void commit() {
        within(open -> {
            open.client().commitTransaction();
            return true;
        });
        within = null;
    }

    void abort() {
        OpenProducer<K, V> now = within;
        try {
            if (now == null) {
                seat().sit().client().abortTransaction();
            } else if (!now.retired()) {
                now.client().abortTransaction();
            }
        } catch (KafkaException | IllegalStateException e) {
            if (now == null || !now.retired()) {
                throw e;
            }
        }
        within = null;
    }

    private static ClusterSwitchedException lost(OpenProducer<?, ?> now, @Nullable RuntimeException cause) {
        String message = "The transaction was open on cluster " + now.cluster()
                + " when the producer switched, and is lost. Begin another one and do its work again.";
        return cause == null ? new ClusterSwitchedException(message) : new ClusterSwitchedException(message, cause);
    }
}
