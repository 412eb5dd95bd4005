package io.mirrorkit.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mirrorkit.testing.TestCluster;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Orders and payments of a shop, each with an id of its own in a header. */
final class Workload {

    static final String ORDERS = "orders";
    static final String PAYMENTS = "payments";
    static final int PARTITIONS = 6;

    private static final String ID = "id";
    private static final String HEX = "0123456789abcdef";

    private final int records;
    private final SplittableRandom random = new SplittableRandom(7);
    private long bytes;

    Workload(int records) {
        this.records = records;
    }

    /** Keys, values and headers, before compression. */
    long bytes() {
        return bytes;
    }

    /** Creates both topics and writes all records; two in three are orders. */
    void produce(TestCluster cluster, Screen screen) throws InterruptedException {
        createTopics(cluster);
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("acks", "all");
        config.put("compression.type", "lz4");
        config.put("linger.ms", 10);
        config.put("batch.size", 256 << 10);
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int id = 0; id < records; id++) {
                producer.send(record(id), (written, error) -> {
                    if (error != null) {
                        failure.set(error);
                    }
                });
                if (id > 0 && id % 100_000 == 0) {
                    screen.say("%,d records written to primary", id);
                }
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException("a record was not written to primary", failure.get());
        }
    }

    private static void createTopics(TestCluster cluster) throws InterruptedException {
        try {
            cluster.admin()
                    .createTopics(List.of(
                            new NewTopic(ORDERS, PARTITIONS, (short) 1), new NewTopic(PAYMENTS, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topics could not be created", e.getCause());
        }
    }

    private ProducerRecord<byte[], byte[]> record(int id) {
        int customer = random.nextInt(50_000);
        boolean order = id % 3 != 0;
        byte[] key = ("customer-" + customer).getBytes(UTF_8);
        byte[] value = (order ? order(id, customer) : payment(id, customer)).getBytes(UTF_8);
        byte[] number = ByteBuffer.allocate(Integer.BYTES).putInt(id).array();
        Header header = new RecordHeader(ID, number);
        bytes += key.length + value.length + ID.length() + number.length;
        return new ProducerRecord<>(order ? ORDERS : PAYMENTS, null, key, value, List.of(header));
    }

    private String order(int id, int customer) {
        return "{\"type\":\"order\",\"id\":" + id + ",\"customer\":" + customer + ",\"item\":\"" + text(24)
                + "\",\"quantity\":" + random.nextInt(1, 9) + ",\"price\":" + random.nextInt(100, 99_999)
                + ",\"address\":\"" + text(64) + "\",\"note\":\"leave it with the neighbours\",\"trace\":\"" + text(32)
                + "\"}";
    }

    private String payment(int id, int customer) {
        return "{\"type\":\"payment\",\"id\":" + id + ",\"customer\":" + customer + ",\"method\":\"card\",\"amount\":"
                + random.nextInt(100, 99_999) + ",\"reference\":\"" + text(48) + "\",\"trace\":\"" + text(32) + "\"}";
    }

    private String text(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(HEX.charAt(random.nextInt(16)));
        }
        return text.toString();
    }

    /** The id of a record; -1 if it has none. */
    static int id(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(ID);
        return header == null || header.value() == null || header.value().length != Integer.BYTES
                ? -1
                : ByteBuffer.wrap(header.value()).getInt();
    }
}
