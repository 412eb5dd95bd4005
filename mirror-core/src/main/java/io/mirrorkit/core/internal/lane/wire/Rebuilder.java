package io.mirrorkit.core.internal.lane.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Opens batches and builds others from their records. Of a record nothing changes but the two deltas that count from its batch's header: key,
 * value and headers are copied as one stretch of bytes (invariant F).
 *
 * <p>Used as: {@link #begin}, {@link #add} for consecutive batches, {@link #finish}. Belongs to a lane's worker, whose scratch space it
 * keeps between uses.
 */
final class Rebuilder {

    /** What the lengths and deltas of a record may take beyond what they took before. */
    private static final int RECORD_OVERHEAD = 32;

    private static final int FIRST_SCRATCH = 1 << 20;

    private final BatchHeader header;
    private final BufferPool pool;
    private final BufferSupplier buffers = BufferSupplier.create();
    private final Scratch plain = new Scratch(FIRST_SCRATCH);
    private final Scratch out = new Scratch(FIRST_SCRATCH);
    private ByteBufferOutputStream compressed = new ByteBufferOutputStream(FIRST_SCRATCH);

    private int codec;
    private int limit;
    private List<OutBatch> results = List.of();
    private SourceRuns runs = new SourceRuns();
    private long baseTimestamp;
    private long maxTimestamp;
    private int leaderEpoch;

    Rebuilder(BatchHeader header, BufferPool pool) {
        this.header = header;
        this.pool = pool;
    }

    /**
     * Begins a series of batches.
     *
     * @param toCodec the codec to build with
     * @param maxBytes bytes that a batch should not exceed before compression; a record larger than that travels alone
     * @param into takes the batches built
     */
    void begin(int toCodec, int maxBytes, List<OutBatch> into) {
        codec = toCodec;
        limit = maxBytes;
        results = into;
        reset();
    }

    private void reset() {
        runs = new SourceRuns();
        out.clear();
        maxTimestamp = Long.MIN_VALUE;
    }

    /** Bytes of the records that wait to be built into a batch. */
    int pending() {
        return out.size();
    }

    /**
     * Adds the records of a batch whose checksum was found right.
     *
     * @param from records below this source offset are left out
     * @throws MalformedBatchException if the records can't be read
     */
    void add(ByteBuffer log, int at, long from) {
        if (BatchHeader.magic(log, at) < BatchHeader.FORMAT) {
            addOldFormat(log, at, from);
            return;
        }
        leaderEpoch = BatchHeader.leaderEpoch(log, at);
        decompress(log, at);
        long baseOffset = BatchHeader.baseOffset(log, at);
        boolean appendTime = BatchHeader.hasLogAppendTime(log, at);
        long batchTimestamp = appendTime ? BatchHeader.maxTimestamp(log, at) : BatchHeader.baseTimestamp(log, at);
        plain.rewind();
        for (int i = BatchHeader.recordCount(log, at); i > 0; i--) {
            int end = plain.readVarint();
            end += plain.position();
            if (end > plain.size() || end < plain.position()) {
                throw new MalformedBatchException("a record of the batch at offset " + baseOffset + " exceeds it");
            }
            byte attributes = plain.read();
            long timestampDelta = plain.readVarlong();
            long offset = baseOffset + plain.readVarint();
            if (offset >= from) {
                append(offset, appendTime ? batchTimestamp : batchTimestamp + timestampDelta, attributes, plain, end);
            }
            plain.position(end);
        }
    }

    /** Adds the records of a batch that this class or the lane has in hand, from the n-th to before another. */
    void addRange(ByteBuffer log, int at, OutBatch batch, int fromRecord, int beforeRecord) {
        leaderEpoch = batch.leaderEpoch();
        decompress(log, at);
        long batchTimestamp = BatchHeader.baseTimestamp(log, at);
        plain.rewind();
        for (int i = 0; i < beforeRecord; i++) {
            int end = plain.readVarint();
            end += plain.position();
            byte attributes = plain.read();
            long timestamp = batchTimestamp + plain.readVarlong();
            plain.readVarint();
            if (i >= fromRecord) {
                append(batch.offsetOf(i), timestamp, attributes, plain, end);
            }
            plain.position(end);
        }
    }

    /** Builds the last batch of the series. Everything below {@code endOffset} is in the series or held nothing to copy. */
    void finish(long endOffset) {
        if (runs.records() > 0) {
            build(endOffset);
        }
        results = List.of();
    }

    private void append(long offset, long timestamp, byte attributes, Scratch from, int end) {
        int rest = end - from.position();
        if (runs.records() > 0 && out.size() + (long) rest + RECORD_OVERHEAD > limit) {
            build(offset);
        }
        begin(offset, timestamp, rest, attributes);
        out.write(from.array(), from.position(), rest);
    }

    /** Writes what comes before a record's key. */
    private void begin(long offset, long timestamp, int rest, byte attributes) {
        if (runs.records() == 0) {
            baseTimestamp = timestamp;
        }
        int number = runs.records();
        long delta = timestamp - baseTimestamp;
        out.writeVarint(1 + Scratch.sizeOfVarlong(delta) + Scratch.sizeOfVarlong(number) + rest);
        out.write(attributes);
        out.writeVarlong(delta);
        out.writeVarint(number);
        maxTimestamp = Math.max(maxTimestamp, timestamp);
        runs.add(offset);
    }

    private void addOldFormat(ByteBuffer log, int at, long from) {
        leaderEpoch = -1;
        ByteBuffer entry = log.slice(at, BatchHeader.sizeInBytes(log, at));
        try {
            for (RecordBatch batch : MemoryRecords.readableRecords(entry).batches()) {
                // First the checksum of the whole: what is decompressed from damaged bytes may say that it has any
                // size.
                batch.ensureValid();
                addOldFormat(batch, from);
            }
        } catch (RuntimeException e) {
            // Kafka's reader has many ways to say that bytes are no records.
            throw new MalformedBatchException(
                    "the entry at offset " + BatchHeader.baseOffset(log, at) + " can't be read: " + e.getMessage());
        }
    }

    private void addOldFormat(RecordBatch batch, long from) {
        for (Record record : batch) {
            if (record.offset() >= from) {
                record.ensureValid();
                appendOldFormat(record);
            }
        }
    }

    private void appendOldFormat(Record record) {
        ByteBuffer key = record.key();
        ByteBuffer value = record.value();
        int rest = Scratch.sizeOfBytes(key) + Scratch.sizeOfBytes(value) + 1;
        if (runs.records() > 0 && out.size() + (long) rest + RECORD_OVERHEAD > limit) {
            build(record.offset());
        }
        begin(record.offset(), record.timestamp(), rest, (byte) 0);
        out.writeBytes(key);
        out.writeBytes(value);
        out.writeVarint(0);
    }

    private void decompress(ByteBuffer log, int at) {
        ByteBuffer payload = log.slice(at + BatchHeader.SIZE, BatchHeader.sizeInBytes(log, at) - BatchHeader.SIZE);
        plain.clear();
        if (BatchHeader.codec(log, at) == CompressionType.NONE.id) {
            plain.write(payload);
            return;
        }
        try (InputStream in =
                compression(BatchHeader.codec(log, at)).wrapForInput(payload, BatchHeader.FORMAT, buffers)) {
            plain.readFully(in);
        } catch (IOException | KafkaException e) {
            throw new MalformedBatchException("the batch at offset " + BatchHeader.baseOffset(log, at)
                    + " can't be decompressed: " + e.getMessage());
        }
    }

    private static Compression compression(int codec) {
        return Compression.of(CompressionType.forId(codec)).build();
    }

    private void build(long endOffset) {
        int size = BatchHeader.SIZE + (codec == CompressionType.NONE.id ? out.size() : compress());
        BufferPool.@Nullable Pooled memory = size < BufferPool.SMALLEST ? null : pool.take(size);
        ByteBuffer batch = memory == null ? ByteBuffer.allocate(size) : memory.bytes();
        if (codec == CompressionType.NONE.id) {
            batch.put(BatchHeader.SIZE, out.array(), 0, out.size());
        } else {
            batch.put(BatchHeader.SIZE, compressed.buffer(), 0, size - BatchHeader.SIZE);
        }
        header.write(batch, size, codec, baseTimestamp, maxTimestamp, runs.records());
        results.add(new OutBatch(batch, 0, runs, endOffset, leaderEpoch, memory));
        reset();
    }

    /** Compresses the records and returns how many bytes they take. */
    private int compress() {
        if (compressed.buffer().capacity() > Scratch.KEPT) {
            compressed = new ByteBufferOutputStream(FIRST_SCRATCH);
        }
        compressed.position(0);
        try (OutputStream to = compression(codec).wrapForOutput(compressed, BatchHeader.FORMAT)) {
            to.write(out.array(), 0, out.size());
        } catch (IOException e) {
            throw new KafkaException(e);
        }
        return compressed.position();
    }
}
