package io.mirrorkit.failover.switching;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A record on its way: what the application gave, and whom it is to be told to. Thread-safe. */
final class Delivery<K, V> {

    private final ProducerRecord<K, V> record;
    private final @Nullable Callback callback;
    private final CompletableFuture<RecordMetadata> future = new CompletableFuture<>();

    Delivery(ProducerRecord<K, V> record, @Nullable Callback callback) {
        this.record = record;
        this.callback = callback;
    }

    ProducerRecord<K, V> record() {
        return record;
    }

    CompletableFuture<RecordMetadata> future() {
        return future;
    }

    /** What the client of a cluster is to call. */
    Callback over(OpenProducer<K, V> open) {
        return (metadata, error) -> {
            if (error == null) {
                open.acknowledged(new TopicPartition(metadata.topic(), metadata.partition()), metadata.offset());
                done(metadata);
            } else if (open.retired() && open.takesBack(this)) {
                return;
            } else {
                fail(metadata, open.retired() ? switched(open.cluster(), error) : error);
            }
        };
    }

    private static ClusterSwitchedException switched(String cluster, Exception error) {
        return new ClusterSwitchedException(
                "Cluster " + cluster + " had not acknowledged the record when the producer switched.", error);
    }

    void done(RecordMetadata metadata) {
        try {
            if (callback != null) {
                callback.onCompletion(metadata, null);
            }
        } finally {
            future.complete(metadata);
        }
    }

    /** As Kafka does it, metadata goes with an error too. */
    void fail(@Nullable RecordMetadata metadata, Exception error) {
        try {
            if (callback != null) {
                callback.onCompletion(metadata == null ? nowhere() : metadata, error);
            }
        } finally {
            future.completeExceptionally(error);
        }
    }

    private RecordMetadata nowhere() {
        int partition = record.partition() == null ? -1 : record.partition();
        return new RecordMetadata(new TopicPartition(record.topic(), partition), -1, -1, -1, -1, -1);
    }
}
