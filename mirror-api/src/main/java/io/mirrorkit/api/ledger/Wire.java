package io.mirrorkit.api.ledger;

import io.mirrorkit.api.errors.MalformedRecordException;
import io.mirrorkit.api.errors.UnknownVersionException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The primitives of MirrorKit's own formats: unsigned base-128 numbers, zig-zag for signed ones, counted UTF-8. */
final class Wire {

    private static final String WAY_OUT =
            "look for another writer on the topic; a compacted topic heals when the record is written anew.";

    private Wire() {}

    /** What is written as a byte. */
    interface Coded {
        int code();
    }

    /** Grows as needed; not thread-safe. */
    static final class Writer {
        private byte[] bytes;
        private int size;

        Writer(int capacity) {
            bytes = new byte[Math.max(16, capacity)];
        }

        int size() {
            return size;
        }

        Writer put(int value) {
            room(1);
            bytes[size++] = (byte) value;
            return this;
        }

        Writer number(long value) {
            if (value < 0) {
                throw new IllegalArgumentException(value + " is negative, and has no place in a record");
            }
            return bits(value);
        }

        private Writer bits(long value) {
            room(10);
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
                rest >>>= 7;
            }
            bytes[size++] = (byte) rest;
            return this;
        }

        Writer signed(long value) {
            return bits((value << 1) ^ (value >> 63));
        }

        Writer text(String text) {
            return block(text.getBytes(StandardCharsets.UTF_8));
        }

        Writer block(byte[] block) {
            number(block.length);
            return raw(block, block.length);
        }

        Writer raw(byte[] block, int length) {
            room(length);
            System.arraycopy(block, 0, bytes, size, length);
            size += length;
            return this;
        }

        Writer append(Writer other) {
            return raw(other.bytes, other.size);
        }

        Writer uuid(Uuid id) {
            room(16);
            ByteBuffer.wrap(bytes, size, 16)
                    .putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits());
            size += 16;
            return this;
        }

        byte[] toBytes() {
            return Arrays.copyOf(bytes, size);
        }

        private void room(int more) {
            if (bytes.length - size < more) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
            }
        }
    }

    /** Reads what {@link Writer} wrote, and throws {@link MalformedRecordException} for anything else. */
    static final class Reader {
        private final String what;
        private final byte[] bytes;
        private int at;

        Reader(String what, byte[] bytes) {
            this.what = what;
            this.bytes = bytes;
        }

        boolean atEnd() {
            return at == bytes.length;
        }

        int remaining() {
            return bytes.length - at;
        }

        /** The version byte, which has to be {@code known}. */
        void version(int known) {
            int version = get();
            if (version != known) {
                throw new UnknownVersionException(
                        what + " has format version " + version + "; this release reads version " + known + ".",
                        "use the MirrorKit release that wrote it, or a newer one.");
            }
        }

        int get() {
            need(1);
            return bytes[at++] & 0xFF;
        }

        long number() {
            long value = bits();
            if (value < 0) {
                throw malformed("a number is greater than 2^63 - 1");
            }
            return value;
        }

        long signed() {
            long bits = bits();
            return (bits >>> 1) ^ -(bits & 1);
        }

        private long bits() {
            long value = 0;
            for (int shift = 0; shift < 63; shift += 7) {
                int b = get();
                value |= (long) (b & 0x7F) << shift;
                if ((b & 0x80) == 0) {
                    return value;
                }
            }
            int last = get();
            if (last > 1) {
                throw malformed("a number is longer than 64 bits");
            }
            return value | (long) last << 63;
        }

        int count() {
            long value = number();
            if (value > Integer.MAX_VALUE) {
                throw malformed("a count of " + value + " is too large");
            }
            return (int) value;
        }

        /** A number of elements that follow, each of at least {@code minBytes}. */
        int elements(int minBytes) {
            int count = count();
            if ((long) count * minBytes > remaining()) {
                throw malformed(count + " elements are announced, and " + remaining() + " bytes follow");
            }
            return count;
        }

        String text() {
            byte[] block = block();
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(block))
                        .toString();
            } catch (CharacterCodingException e) {
                throw malformed("a text is not UTF-8");
            }
        }

        /** A text, of which the empty one stands for none. */
        Optional<String> optionalText() {
            return Optional.of(text()).filter(text -> !text.isEmpty());
        }

        /** A byte that is the code of one of these. */
        <T extends Coded> T oneOf(T[] values) {
            int code = get();
            for (T value : values) {
                if (value.code() == code) {
                    return value;
                }
            }
            throw malformed("it has the unknown code " + code);
        }

        byte[] block() {
            int length = elements(1);
            byte[] block = Arrays.copyOfRange(bytes, at, at + length);
            at += length;
            return block;
        }

        byte[] rest() {
            byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
            at = bytes.length;
            return rest;
        }

        Uuid uuid() {
            need(16);
            ByteBuffer view = ByteBuffer.wrap(bytes, at, 16);
            at += 16;
            return new Uuid(view.getLong(), view.getLong());
        }

        void end() {
            if (!atEnd()) {
                throw malformed(remaining() + " bytes follow its end");
            }
        }

        MalformedRecordException malformed(String why) {
            return malformed(why, null);
        }

        MalformedRecordException malformed(String why, @Nullable Throwable cause) {
            return new MalformedRecordException(what + " can't be decoded: " + why + ".", WAY_OUT, cause);
        }

        private void need(int count) {
            if (remaining() < count) {
                throw malformed("it is cut off after " + bytes.length + " bytes");
            }
        }
    }
}
