package io.mirrorkit.examples.benchmark;

import io.mirrorkit.testing.TestCluster;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records that carry their number and the time at which they were sent, to a topic of one cluster and from one of the same or another. */
final class TimedRecords implements AutoCloseable {

    private static final int VALUE_BYTES = 1_000;
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1) / Latency.PER_SECOND;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String topic;
    private final int partitions;
    private final Values values = new Values(VALUE_BYTES);
    private final Producer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;

    TimedRecords(TestCluster from, TestCluster to, String topic, int partitions) {
        this.topic = topic;
        this.partitions = partitions;
        Map<String, Object> config = new HashMap<>(from.clientProperties());
        config.put("linger.ms", 0);
        config.put("compression.type", Codec.LZ4.type());
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.consumer =
                new KafkaConsumer<>(to.clientProperties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Sends a record that isn't timed. */
    void sendOne() {
        send(0);
        producer.flush();
    }

    private void send(int number) {
        byte[] key = ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                .putInt(number)
                .putLong(System.nanoTime())
                .array();
        producer.send(new ProducerRecord<>(topic, number % partitions, key, values.next()));
    }

    /** Goes to the ends of the topic to be read. */
    void seekToEnds(String remoteTopic) {
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(remoteTopic, partition))
                .toList();
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(partition -> {
            long unused = consumer.position(partition);
        });
    }

    /**
     * Sends records at the fixed rate and times them.
     *
     * @param uncounted how many come first that don't count
     * @param counted how many count
     * @param check called again and again; throws to end it
     * @return microseconds
     */
    Percentiles times(int uncounted, int counted, Runnable check) {
        Thread sender = new Thread(() -> sendAll(uncounted + counted), "benchmark-sender");
        sender.start();
        try {
            return new Percentiles(receiveAll(uncounted, counted, check));
        } finally {
            sender.interrupt();
        }
    }

    private void sendAll(int count) {
        long startNanos = System.nanoTime();
        for (int number = 0; number < count && !Thread.currentThread().isInterrupted(); number++) {
            long due = startNanos + number * PERIOD_NANOS;
            while (System.nanoTime() - due < 0 && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            send(number);
        }
    }

    private long[] receiveAll(int uncounted, int counted, Runnable check) {
        long[] micros = new long[counted];
        BitSet seen = new BitSet(uncounted + counted);
        long end = System.nanoTime() + (uncounted + counted) * PERIOD_NANOS + PATIENCE.toNanos();
        while (seen.cardinality() < uncounted + counted) {
            check.run();
            if (System.nanoTime() - end > 0) {
                throw new MeasurementException(
                        seen.cardinality() + " of " + (uncounted + counted) + " records have come in time");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                long now = System.nanoTime();
                ByteBuffer key = ByteBuffer.wrap(record.key());
                int number = key.getInt();
                if (!seen.get(number) && number >= uncounted) {
                    micros[number - uncounted] = TimeUnit.NANOSECONDS.toMicros(now - key.getLong());
                }
                seen.set(number);
            }
        }
        return micros;
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        consumer.close();
    }
}
