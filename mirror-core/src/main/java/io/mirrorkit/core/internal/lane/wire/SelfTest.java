package io.mirrorkit.core.internal.lane.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Links what the lane needs of kafka-clients, and takes one batch through it in memory. */
final class SelfTest {

    private static final Map<String, Object> NOWHERE = Map.of(
            "bootstrap.servers", "127.0.0.1:1",
            "key.serializer", ByteArraySerializer.class,
            "value.serializer", ByteArraySerializer.class,
            "key.deserializer", ByteArrayDeserializer.class,
            "value.deserializer", ByteArrayDeserializer.class);

    private static final boolean UNLOGGED = false;

    private SelfTest() {}

    /**
     * Runs.
     *
     * @throws IllegalStateException if the outcome is another one than with Apache's classes
     */
    static void run() {
        BufferPool pool = new BufferPool(0);
        BatchHeader header = new BatchHeader();
        ByteBuffer log = MemoryRecords.withRecords(
                        Compression.NONE, new SimpleRecord(1L, "key".getBytes(UTF_8), "value".getBytes(UTF_8)))
                .buffer();
        header.address(log, 0, 7, (short) 1, 5);
        List<OutBatch> built = new ArrayList<>();
        Rebuilder rebuilder = new Rebuilder(header, pool);
        rebuilder.begin(0, Integer.MAX_VALUE, built);
        rebuilder.add(log, 0, 0);
        rebuilder.finish(1);
        header.address(built.get(0).log(), 0, 7, (short) 1, 5);
        for (ByteBuffer one : List.of(log, built.get(0).slice())) {
            MutableRecordBatch batch =
                    MemoryRecords.readableRecords(one).batches().iterator().next();
            if (!batch.isValid() || batch.producerId() != 7 || batch.baseSequence() != 5) {
                throw new IllegalStateException("a batch came out otherwise than it should");
            }
        }
        new Network(
                        "mirrorkit-probe",
                        new AbstractConfig(ConsumerConfig.configDef(), NOWHERE, UNLOGGED),
                        new AbstractConfig(ProducerConfig.configDef(), NOWHERE, UNLOGGED),
                        pool)
                .close();
    }
}
