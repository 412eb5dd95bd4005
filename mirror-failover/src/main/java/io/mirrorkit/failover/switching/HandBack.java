package io.mirrorkit.failover.switching;

import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Decides about records that a cluster had not acknowledged when their producer left it at once. Whether such a record was written is not known:
 * it may lie on the lost cluster, and may even have been copied to the other one before.
 *
 * <p>Called on a thread of the {@link SwitchableProducer}, record by record in the order in which they were sent, before anything new is sent. It
 * may block; senders wait meanwhile. If it throws, the record is dropped.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
@FunctionalInterface
public interface HandBack<K, V> {

    /** What becomes of a record. */
    enum Decision {
        /** It is sent to the cluster that is active now. A record that had been written and copied after all is there twice then. */
        RESEND,
        /** The application has put it somewhere. Its future and callback get a {@link ClusterSwitchedException}. */
        PARKED,
        /** It is given up. Its future and callback get a {@link ClusterSwitchedException}. */
        DROP
    }

    /**
     * Decides about one record.
     *
     * @param record the record, as it was given to {@code send}
     * @param cluster the alias of the cluster that did not acknowledge it
     * @return what becomes of it
     */
    Decision decide(ProducerRecord<K, V> record, String cluster);
}
