package io.mirrorkit.core.internal.lane.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A growing array of bytes that is used again and again, with the variable-length numbers of Kafka's record format. */
final class Scratch {

    /** Kept between uses; a batch that needs more gets it, and it is given back afterwards. */
    static final int KEPT = 16 << 20;

    private byte[] bytes;
    private int size;
    private int position;

    Scratch(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    int position() {
        return position;
    }

    void position(int to) {
        position = to;
    }

    void rewind() {
        position = 0;
    }

    void clear() {
        size = 0;
        position = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[KEPT];
        }
    }

    private void reserve(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, bytes.length * 2L)));
        }
    }

    void write(byte value) {
        reserve(1);
        bytes[size++] = value;
    }

    void write(byte[] from, int at, int length) {
        reserve(length);
        System.arraycopy(from, at, bytes, size, length);
        size += length;
    }

    void write(ByteBuffer from) {
        int length = from.remaining();
        reserve(length);
        from.get(from.position(), bytes, size, length);
        size += length;
    }

    void readFully(InputStream in) throws IOException {
        while (true) {
            if (size == bytes.length) {
                reserve(1);
            }
            int read = in.read(bytes, size, bytes.length - size);
            if (read < 0) {
                return;
            }
            size += read;
        }
    }

    void writeVarint(int value) {
        writeUnsigned((((long) value << 1) ^ (value >> 31)) & 0xFFFFFFFFL);
    }

    void writeVarlong(long value) {
        writeUnsigned((value << 1) ^ (value >> 63));
    }

    private void writeUnsigned(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    static int sizeOfVarlong(long value) {
        long unsigned = (value << 1) ^ (value >> 63);
        return unsigned == 0 ? 1 : (70 - Long.numberOfLeadingZeros(unsigned)) / 7;
    }

    static int sizeOfBytes(@Nullable ByteBuffer content) {
        return content == null ? 1 : sizeOfVarlong(content.remaining()) + content.remaining();
    }

    /** A length, -1 for null, and the bytes. */
    void writeBytes(@Nullable ByteBuffer content) {
        if (content == null) {
            writeVarint(-1);
        } else {
            writeVarint(content.remaining());
            write(content);
        }
    }

    byte read() {
        checkReadable(1);
        return bytes[position++];
    }

    int readVarint() {
        return (int) readVarlong();
    }

    long readVarlong() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte next = read();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new MalformedBatchException("a number of a record never ends");
    }

    private void checkReadable(int more) {
        if (position + more > size) {
            throw new MalformedBatchException("a batch ends within a record");
        }
    }
}
