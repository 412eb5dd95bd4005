package io.mirrorkit.core.internal.lane.wire;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The header of a record batch of format 2, read and rewritten in place: see "Record Batch" in Kafka's protocol documentation (KIP-98).
 * Positions count from the batch's first byte. Not thread-safe: one instance per lane, for its scratch space.
 */
final class BatchHeader {

    /** Bytes before the records. */
    static final int SIZE = 61;

    /** Bytes before what the length field counts. */
    static final int LOG_OVERHEAD = 12;

    /** Bytes of the shortest entry in any format: the shortest message of format 0. */
    static final int SMALLEST = LOG_OVERHEAD + 14;

    static final byte FORMAT = 2;

    private static final int LENGTH = 8;
    private static final int LEADER_EPOCH = 12;
    private static final int MAGIC = 16;
    private static final int CRC = 17;
    private static final int ATTRIBUTES = 21;
    private static final int OLD_ATTRIBUTES = 17;
    private static final int LAST_OFFSET_DELTA = 23;
    private static final int BASE_TIMESTAMP = 27;
    private static final int MAX_TIMESTAMP = 35;
    private static final int PRODUCER_ID = 43;
    private static final int PRODUCER_EPOCH = 51;
    private static final int BASE_SEQUENCE = 53;
    private static final int RECORD_COUNT = 57;

    private static final int CODEC_BITS = 0x07;
    private static final int LOG_APPEND_TIME_BIT = 0x08;
    private static final int TRANSACTIONAL_BIT = 0x10;
    private static final int CONTROL_BIT = 0x20;

    private final CRC32C crc = new CRC32C();
    private final byte[] covered = new byte[SIZE - ATTRIBUTES];

    static long baseOffset(ByteBuffer log, int at) {
        return log.getLong(at);
    }

    /** Bytes of the whole batch. */
    static int sizeInBytes(ByteBuffer log, int at) {
        return log.getInt(at + LENGTH) + LOG_OVERHEAD;
    }

    static int leaderEpoch(ByteBuffer log, int at) {
        return log.getInt(at + LEADER_EPOCH);
    }

    static byte magic(ByteBuffer log, int at) {
        return log.get(at + MAGIC);
    }

    /** The codec's id, in any format. */
    static int codec(ByteBuffer log, int at) {
        return (magic(log, at) < FORMAT ? log.get(at + OLD_ATTRIBUTES) : log.getShort(at + ATTRIBUTES)) & CODEC_BITS;
    }

    static boolean hasLogAppendTime(ByteBuffer log, int at) {
        return (log.getShort(at + ATTRIBUTES) & LOG_APPEND_TIME_BIT) != 0;
    }

    static boolean isTransactional(ByteBuffer log, int at) {
        return (log.getShort(at + ATTRIBUTES) & TRANSACTIONAL_BIT) != 0;
    }

    static boolean isControl(ByteBuffer log, int at) {
        return (log.getShort(at + ATTRIBUTES) & CONTROL_BIT) != 0;
    }

    /** The last offset of the batch, which is kept when compaction removes its record; in the old formats, that of the entry. */
    static long lastOffset(ByteBuffer log, int at) {
        return magic(log, at) < FORMAT ? baseOffset(log, at) : baseOffset(log, at) + lastOffsetDelta(log, at);
    }

    static int lastOffsetDelta(ByteBuffer log, int at) {
        return log.getInt(at + LAST_OFFSET_DELTA);
    }

    static long baseTimestamp(ByteBuffer log, int at) {
        return log.getLong(at + BASE_TIMESTAMP);
    }

    static long maxTimestamp(ByteBuffer log, int at) {
        return log.getLong(at + MAX_TIMESTAMP);
    }

    static long producerId(ByteBuffer log, int at) {
        return log.getLong(at + PRODUCER_ID);
    }

    static int recordCount(ByteBuffer log, int at) {
        return log.getInt(at + RECORD_COUNT);
    }

    /** Whether the checksum fits what it covers; reads the whole batch. */
    boolean isIntact(ByteBuffer log, int at) {
        return log.getInt(at + CRC) == checksum(log, at);
    }

    private int checksum(ByteBuffer log, int at) {
        crc.reset();
        crc.update(log.slice(at + ATTRIBUTES, sizeInBytes(log, at) - ATTRIBUTES));
        return (int) crc.getValue();
    }

    /**
     * Makes a fetched batch one that a producer sends: its own sequence, no offset, no leader epoch, nothing transactional. The payload is
     * neither read nor changed, and the checksum stays as right or wrong as it was.
     */
    void address(ByteBuffer log, int at, long producerId, short producerEpoch, int sequence) {
        int before = coveredChecksum(log, at);
        log.putLong(at, 0);
        log.putInt(at + LEADER_EPOCH, -1);
        log.putShort(at + ATTRIBUTES, (short) (log.getShort(at + ATTRIBUTES) & CODEC_BITS));
        log.putLong(at + PRODUCER_ID, producerId);
        log.putShort(at + PRODUCER_EPOCH, producerEpoch);
        log.putInt(at + BASE_SEQUENCE, sequence);
        int difference = before ^ coveredChecksum(log, at);
        log.putInt(at + CRC, log.getInt(at + CRC) ^ Crc32cShift.shift(difference, sizeInBytes(log, at) - SIZE));
    }

    /** The checksum of the part of the header that a batch's checksum covers. */
    private int coveredChecksum(ByteBuffer log, int at) {
        log.get(at + ATTRIBUTES, covered);
        crc.reset();
        crc.update(covered);
        return (int) crc.getValue();
    }

    /** Writes the header of a batch whose payload is in place behind it. What {@link #address} sets is left as zeros. */
    void write(ByteBuffer batch, int size, int codec, long baseTimestamp, long maxTimestamp, int records) {
        batch.putLong(0, 0);
        batch.putInt(LENGTH, size - LOG_OVERHEAD);
        batch.putInt(LEADER_EPOCH, -1);
        batch.put(MAGIC, FORMAT);
        batch.putShort(ATTRIBUTES, (short) codec);
        batch.putInt(LAST_OFFSET_DELTA, records - 1);
        batch.putLong(BASE_TIMESTAMP, baseTimestamp);
        batch.putLong(MAX_TIMESTAMP, maxTimestamp);
        batch.putLong(PRODUCER_ID, 0);
        batch.putShort(PRODUCER_EPOCH, (short) 0);
        batch.putInt(BASE_SEQUENCE, 0);
        batch.putInt(RECORD_COUNT, records);
        batch.putInt(CRC, checksum(batch, 0));
    }
}
