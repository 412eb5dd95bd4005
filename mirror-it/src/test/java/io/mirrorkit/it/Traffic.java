package io.mirrorkit.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mirrorkit.testing.Records;
import io.mirrorkit.testing.TestCluster;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records that are told apart by the first lines of their values, written plainly and in transactions, so that offsets have holes. Not thread-safe. */
final class Traffic implements AutoCloseable {

    private final String topic;
    private final int partitions;
    private final Producer<byte[], byte[]> plain;
    private final Producer<byte[], byte[]> transactional;
    private final Random random = new Random(7);
    private int written;

    Traffic(TestCluster cluster, String topic, int partitions) {
        this.topic = topic;
        this.partitions = partitions;
        this.plain = Records.producer(cluster, Map.of());
        this.transactional = Records.producer(cluster, Map.of("transactional.id", "traffic-" + topic));
        transactional.initTransactions();
    }

    /** Rounds of everything: plain records, a transaction that commits, one that aborts. */
    Traffic mixed(int rounds) {
        for (int round = 0; round < rounds; round++) {
            plain(random.nextInt(4));
            transactional.beginTransaction();
            send(transactional, 1 + random.nextInt(6));
            transactional.commitTransaction();
            transactional.beginTransaction();
            send(transactional, 1 + random.nextInt(3));
            transactional.flush();
            transactional.abortTransaction();
        }
        return this;
    }

    /** Transactions of one record in each partition. */
    Traffic single(int transactions) {
        for (int i = 0; i < transactions; i++) {
            transactional.beginTransaction();
            send(transactional, 1);
            transactional.commitTransaction();
        }
        return this;
    }

    /** So many records in each partition. */
    Traffic plain(int count) {
        send(plain, count);
        plain.flush();
        return this;
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
        transactional.close();
    }
}
