package io.mirrorkit.examples.benchmark;

import io.mirrorkit.testing.TestCluster;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The records of a topic. Record n has the key n and lies in partition n mod partitions at the offset n / partitions, which tells every
 * record from every other.
 *
 * @param topic the topic
 * @param records how many
 * @param valueBytes how large each value is
 * @param codec how they are compressed
 * @param batches how they are batched
 * @param partitions over how many partitions they are spread
 */
record Workload(String topic, long records, int valueBytes, Codec codec, Batches batches, int partitions) {

    /** What a record holds, before compression. */
    int recordBytes() {
        return Long.BYTES + valueBytes;
    }

    /** The key of the record that was written to an offset. */
    long key(int partition, long offset) {
        return offset * partitions + partition;
    }

    /** The offset of a record, by its key. */
    long offset(byte[] key) {
        return ByteBuffer.wrap(key).getLong() / partitions;
    }

    /** Creates the topic and writes the records. */
    void load(TestCluster cluster) throws InterruptedException {
        Topics.create(cluster.admin(), List.of(new NewTopic(topic, partitions, (short) 1)));
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.putAll(batches.producer());
        config.put("compression.type", codec.type());
        Values values = new Values(valueBytes);
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long n = 0; n < records; n++) {
                byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(n).array();
                producer.send(
                        new ProducerRecord<>(topic, (int) (n % partitions), key, values.next()), (written, error) -> {
                            if (error != null) {
                                failure.set(error);
                            }
                        });
            }
        }
        if (failure.get() != null) {
            throw new MeasurementException("a record was not written", failure.get());
        }
    }
}
