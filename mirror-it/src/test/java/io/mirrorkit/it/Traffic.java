package io.mirrorkit.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mirrorkit.testing.Records;
import io.mirrorkit.testing.TestCluster;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Records that are told apart by the first lines of their values, written plainly and in transactions, so that offsets have holes. Not
 * thread-safe.
 */
final class Traffic implements AutoCloseable {

    /** One whose last transaction is still being marked would have to wait before the next, so that several take turns. */
    private static final int TRANSACTIONAL_PRODUCERS = 6;

    private final String topic;
    private final int partitions;
    private final Producer<byte[], byte[]> plain;
    private final Queue<Producer<byte[], byte[]>> transactional = new ArrayDeque<>();
    private final Random random = new Random(7);
    private int written;

    Traffic(TestCluster cluster, String topic, int partitions) {
        this.topic = topic;
        this.partitions = partitions;
        this.plain = Records.producer(cluster, Map.of());
        for (int i = 0; i < TRANSACTIONAL_PRODUCERS; i++) {
            transactional.add(Records.producer(cluster, Map.of("transactional.id", "traffic-" + topic + "-" + i)));
        }
        transactional.forEach(Producer::initTransactions);
    }

    /** Rounds of everything: plain records, a transaction that commits, one that aborts. */
    Traffic mixed(int rounds) {
        for (int round = 0; round < rounds; round++) {
            plain(random.nextInt(4));
            transaction(1 + random.nextInt(6)).commitTransaction();
            transaction(1 + random.nextInt(3)).abortTransaction();
        }
        return this;
    }

    /** Transactions of one record in each partition. */
    Traffic single(int transactions) {
        for (int i = 0; i < transactions; i++) {
            transaction(1).commitTransaction();
        }
        return this;
    }

    /** So many records in each partition. */
    Traffic plain(int count) {
        send(plain, count);
        plain.flush();
        return this;
    }

    /** So many records in each partition, in a transaction that is to be ended. */
    private Producer<byte[], byte[]> transaction(int count) {
        Producer<byte[], byte[]> producer = transactional.remove();
        transactional.add(producer);
        producer.beginTransaction();
        send(producer, count);
        producer.flush();
        return producer;
    }

    private void send(Producer<byte[], byte[]> producer, int count) {
        for (int partition = 0; partition < partitions; partition++) {
            for (int i = 0; i < count; i++) {
                String id = topic + "-" + partition + "-" + written++;
                producer.send(new ProducerRecord<>(topic, partition, id.getBytes(UTF_8), value(id)));
            }
        }
    }

    /** A line with the id, and some 200 bytes that don't compress to nothing. */
    private byte[] value(String id) {
        byte[] line = (id + "\n").getBytes(UTF_8);
        byte[] value = new byte[200];
        random.nextBytes(value);
        System.arraycopy(line, 0, value, 0, line.length);
        return value;
    }

    @Override
    public void close() {
        plain.close();
        transactional.forEach(Producer::close);
    }
}
