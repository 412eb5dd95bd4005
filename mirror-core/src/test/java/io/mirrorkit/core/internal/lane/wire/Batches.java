package io.mirrorkit.core.internal.lane.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Batches as Kafka's own classes write and read them, to compare with. */
final class Batches {

    private Batches() {}

    /** A record as a consumer sees it. */
    record Seen(long timestamp, List<Byte> key, List<Byte> value, List<Header> headers) {
        static Seen of(Record record) {
            return new Seen(record.timestamp(), bytes(record.key()), bytes(record.value()), List.of(record.headers()));
        }
    }

    static List<Byte> bytes(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        List<Byte> bytes = new ArrayList<>();
        for (int i = buffer.position(); i < buffer.limit(); i++) {
            bytes.add(buffer.get(i));
        }
        return bytes;
    }

    static List<Seen> read(ByteBuffer log) {
        List<Seen> seen = new ArrayList<>();
        for (RecordBatch batch : MemoryRecords.readableRecords(log.duplicate()).batches()) {
            batch.ensureValid();
            batch.forEach(record -> seen.add(Seen.of(record)));
        }
        return seen;
    }

    /** One batch at an offset. */
    static ByteBuffer batch(CompressionType codec, TimestampType type, long baseOffset, List<SimpleRecord> records) {
        return batch(RecordBatch.CURRENT_MAGIC_VALUE, codec, type, baseOffset, records);
    }

    static ByteBuffer batch(
            byte magic, CompressionType codec, TimestampType type, long baseOffset, List<SimpleRecord> records) {
        MemoryRecordsBuilder builder = MemoryRecords.builder(
                ByteBuffer.allocate(1 << 10),
                magic,
                Compression.of(codec).build(),
                type,
                baseOffset,
                type == TimestampType.LOG_APPEND_TIME ? 77_777 : RecordBatch.NO_TIMESTAMP);
        records.forEach(builder::append);
        return builder.build().buffer();
    }

    /** Batches one behind the other. */
    static ByteBuffer log(List<ByteBuffer> batches) {
        ByteBuffer log = ByteBuffer.allocate(
                batches.stream().mapToInt(ByteBuffer::remaining).sum());
        batches.forEach(batch -> log.put(batch.duplicate()));
        return log.flip();
    }
}
