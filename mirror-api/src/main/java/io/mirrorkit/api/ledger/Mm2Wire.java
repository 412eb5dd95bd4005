package io.mirrorkit.api.ledger;

import io.mirrorkit.api.errors.MalformedRecordException;
import io.mirrorkit.api.errors.UnknownVersionException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Kafka's primitive types as MirrorMaker 2 uses them: big-endian numbers, and strings with a 16-bit length. */
final class Mm2Wire {

    private Mm2Wire() {}

    static byte[] bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > Short.MAX_VALUE) {
            throw new IllegalArgumentException("a text of " + bytes.length + " bytes does not fit a Kafka STRING");
        }
        return bytes;
    }

    static ByteBuffer string(ByteBuffer out, byte[] bytes) {
        return out.putShort((short) bytes.length).put(bytes);
    }

    static String string(ByteBuffer in) {
        int length = in.getShort();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static <T> T read(String what, byte[] bytes, Function<ByteBuffer, T> reader) {
        try {
            return reader.apply(ByteBuffer.wrap(bytes));
        } catch (BufferUnderflowException e) {
            throw new MalformedRecordException(
                    what + " can't be decoded: its key or its value is cut off.",
                    "look for another writer on the topic.",
                    e);
        }
    }

    static void version0(String what, ByteBuffer in) {
        short version = in.getShort();
        if (version != 0) {
            throw new UnknownVersionException(
                    what + " has format version " + version + "; this release reads version 0.",
                    "use a MirrorKit release that knows the newer MirrorMaker 2 format.");
        }
    }
}
