package io.mirrorkit.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes, reads and compares records as bytes. Each call opens and closes its own client. */
public final class Records {

    private Records() {}

    /** {@code count} records with keys {@code key-0}, …, values {@code value-0}, … and one header with the number. */
    public static List<ProducerRecord<byte[], byte[]>> numbered(TopicPartition partition, int count) {
        return numbered(partition, 0, count);
    }

    /** As {@link #numbered(TopicPartition, int)}, counting from {@code first}. */
    public static List<ProducerRecord<byte[], byte[]>> numbered(TopicPartition partition, int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(n -> new ProducerRecord<>(
                        partition.topic(),
                        partition.partition(),
                        ("key-" + n).getBytes(UTF_8),
                        ("value-" + n).getBytes(UTF_8),
                        List.<Header>of(
                                new RecordHeader("number", Integer.toString(n).getBytes(UTF_8)))))
                .toList();
    }

    /** Writes {@code count} numbered records, idempotently, and returns where each was written. */
    public static List<RecordMetadata> produce(TestCluster cluster, TopicPartition partition, int count) {
        return produce(cluster, numbered(partition, count));
    }

    /** Writes the records in their order, idempotently, and returns where each was written. */
    public static List<RecordMetadata> produce(TestCluster cluster, List<ProducerRecord<byte[], byte[]>> records) {
        try (Producer<byte[], byte[]> producer = producer(cluster, Map.of())) {
            return send(producer, records);
        }
    }

    /** Writes the records in one transaction and commits it. */
    public static List<RecordMetadata> produceCommitted(
            TestCluster cluster, String transactionalId, List<ProducerRecord<byte[], byte[]>> records) {
        try (Producer<byte[], byte[]> producer = transactional(cluster, transactionalId)) {
            List<RecordMetadata> written = send(producer, records);
            producer.commitTransaction();
            return written;
        }
    }

    /** Writes the records in one transaction and aborts it. */
    public static List<RecordMetadata> produceAborted(
            TestCluster cluster, String transactionalId, List<ProducerRecord<byte[], byte[]>> records) {
        try (Producer<byte[], byte[]> producer = transactional(cluster, transactionalId)) {
            List<RecordMetadata> written = send(producer, records);
            producer.abortTransaction();
            return written;
        }
    }

    /** A producer of bytes that waits for all replicas, with these properties beside or over that. */
    public static Producer<byte[], byte[]> producer(TestCluster cluster, Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(cluster.clientProperties());
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.putAll(properties);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Reads a partition from its first record to the end that it has at the time of the call: the high watermark, or, with
     * {@link IsolationLevel#READ_COMMITTED}, the last stable offset.
     */
    public static List<ConsumerRecord<byte[], byte[]>> readAll(
            TestCluster cluster, TopicPartition partition, IsolationLevel isolation) {
        Map<String, Object> properties = new HashMap<>(cluster.clientProperties());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString());
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (record.offset() < end) {
                        records.add(record);
                    }
                }
            }
        }
        return records;
    }

    /**
     * Fails unless both lists hold the same records in the same order: key, value, headers with their order and duplicates, timestamp and
     * partition. Offsets and topics may differ.
     *
     * @throws AssertionError that names the first difference
     */
    public static void assertSameRecords(
            List<ConsumerRecord<byte[], byte[]>> source, List<ConsumerRecord<byte[], byte[]>> target) {
        int both = Math.min(source.size(), target.size());
        for (int i = 0; i < both; i++) {
            Optional<String> difference = difference(source.get(i), target.get(i));
            if (difference.isPresent()) {
                throw new AssertionError("Record " + i + " of " + source.size() + " (source offset "
                        + source.get(i).offset() + ", target offset "
                        + target.get(i).offset() + ") differs in "
                        + difference.get());
            }
        }
        if (source.size() > both) {
            throw new AssertionError("The target ends after " + both + " of " + source.size()
                    + " records; the first one missing is source offset "
                    + source.get(both).offset() + ", key "
                    + text(source.get(both).key()));
        }
        if (target.size() > both) {
            throw new AssertionError("The target has " + target.size() + " records, the source " + both
                    + "; the first one too many is target offset "
                    + target.get(both).offset() + ", key "
                    + text(target.get(both).key()));
        }
    }

    private static Optional<String> difference(
            ConsumerRecord<byte[], byte[]> source, ConsumerRecord<byte[], byte[]> target) {
        if (!Arrays.equals(source.key(), target.key())) {
            return Optional.of(difference("key", text(source.key()), text(target.key())));
        }
        if (!Arrays.equals(source.value(), target.value())) {
            return Optional.of(difference("value", text(source.value()), text(target.value())));
        }
        if (!Arrays.equals(source.headers().toArray(), target.headers().toArray())) {
            return Optional.of(difference("headers", text(source.headers()), text(target.headers())));
        }
        if (source.timestamp() != target.timestamp()) {
            return Optional.of(difference("timestamp", source.timestamp(), target.timestamp()));
        }
        if (source.partition() != target.partition()) {
            return Optional.of(difference("partition", source.partition(), target.partition()));
        }
        return Optional.empty();
    }

    private static String difference(String what, Object source, Object target) {
        return what + ":\n  source: " + source + "\n  target: " + target;
    }

    private static String text(Iterable<Header> headers) {
        List<String> texts = new ArrayList<>();
        headers.forEach(header -> texts.add(header.key() + "=" + text(header.value())));
        return texts.toString();
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "null" : '"' + new String(bytes, UTF_8) + '"';
    }

    private static Producer<byte[], byte[]> transactional(TestCluster cluster, String transactionalId) {
        Producer<byte[], byte[]> producer =
                producer(cluster, Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId));
        producer.initTransactions();
        producer.beginTransaction();
        return producer;
    }

    private static List<RecordMetadata> send(
            Producer<byte[], byte[]> producer, List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
        producer.flush();
        List<RecordMetadata> written = new ArrayList<>();
        for (Future<RecordMetadata> future : sent) {
            try {
                written.add(future.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("A record was not written", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted", e);
            }
        }
        return written;
    }
}
