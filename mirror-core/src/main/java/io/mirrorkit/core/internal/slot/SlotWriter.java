package io.mirrorkit.core.internal.slot;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to one slot's partition of the ledger, in transactions of the slot's transactional id, so that an owner who was superseded
 * is refused by the broker (invariant E). Belongs to one thread at a time.
 */
public final class SlotWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SlotWriter.class);

    private final int slot;
    private final String topic;
    private final Producer<byte[], byte[]> producer;
    private final BooleanSupplier goOn;

    /**
     * A writer that has not taken the slot yet.
     *
     * @param goOn whether an unreachable coordinator is still worth waiting for
     */
    public SlotWriter(int slot, String topic, Producer<byte[], byte[]> producer, BooleanSupplier goOn) {
        this.slot = slot;
        this.topic = topic;
        this.producer = producer;
        this.goOn = goOn;
    }

    /** A record for the slot's partition. */
    public static final class Entry {
        private final byte[] key;
        private final byte @Nullable [] value;

        /**
         * Takes ownership of both arrays.
         *
         * @param value the value, or null for a tombstone
         */
        public Entry(byte[] key, byte @Nullable [] value) {
            this.key = key;
            this.value = value;
        }

        /** The key's bytes, not copied. */
        public byte[] key() {
            return key;
        }

        /** The value's bytes, not copied; null for a tombstone. */
        public byte @Nullable [] value() {
            return value;
        }
    }

    /** Takes the slot: whoever had it can't write any more. May block for {@code max.block.ms}. */
    public void fence() {
        producer.initTransactions();
    }

    /**
     * Writes records in one transaction, and waits out an unreachable target.
     *
     * @throws KafkaException if the slot was lost or the records were refused; nothing of them can be read then
     */
    public void write(List<Entry> entries) {
        AtomicReference<@Nullable Exception> refused = new AtomicReference<>();
        producer.beginTransaction();
        for (Entry entry : entries) {
            producer.send(new ProducerRecord<>(topic, slot, entry.key(), entry.value()), (metadata, exception) -> {
                if (exception != null) {
                    refused.compareAndSet(null, exception);
                }
            });
        }
        patiently("commit", producer::commitTransaction);
        Exception exception = refused.get();
        if (exception != null) {
            throw new KafkaException("slot " + slot + " could not be written", exception);
        }
    }

    /** A call that timed out is to be made again, as KafkaProducer's contract has it. */
    private void patiently(String what, Runnable call) {
        boolean warned = false;
        while (true) {
            try {
                call.run();
                return;
            } catch (TimeoutException e) {
                if (!goOn.getAsBoolean()) {
                    throw e;
                }
                if (!warned) {
                    LOG.warn("Waiting for the target to {} the ledger's transaction: slot={}", what, slot);
                    warned = true;
                }
            }
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
