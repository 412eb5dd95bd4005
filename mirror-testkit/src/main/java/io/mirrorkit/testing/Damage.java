package io.mirrorkit.testing;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * What becomes of messages on their way through a {@link LoopbackProxy}. A message is what Kafka's protocol sends as one: four bytes that say
 * how many follow, and those. Called by many threads, for one message at a time of each connection.
 */
@FunctionalInterface
public interface Damage {

    /** What arrives instead of a message. */
    Arrival of(byte[] message);

    /**
     * What arrives.
     *
     * @param bytes the bytes, as many as there are
     * @param thenCut whether the connection ends behind them
     */
    @SuppressWarnings("ArrayRecordComponent") // made and taken apart at once
    record Arrival(byte[] bytes, boolean thenCut) {}

    /** Changes the bytes of each message. */
    static Damage changing(UnaryOperator<byte[]> change) {
        return message -> new Arrival(change.apply(message), false);
    }

    /** One bit of each message is flipped, anywhere but in the four bytes of its length. */
    static Damage flippedBit(long seed) {
        Random random = new Random(seed);
        return changing(message -> {
            byte[] damaged = message.clone();
            damaged[4 + random.nextInt(message.length - 4)] ^= (byte) (1 << random.nextInt(8));
            return damaged;
        });
    }

    /** Some bytes are missing from each message, though its length counts them. */
    static Damage missingBytes(long seed) {
        Random random = new Random(seed);
        return changing(message -> {
            int from = 4 + random.nextInt(message.length - 4);
            int missing = Math.min(message.length - from, 1 + random.nextInt(1_000));
            return joined(message, from, new byte[0], from + missing);
        });
    }

    /** Bytes that nobody sent come in the middle of each message, though its length does not count them. */
    static Damage addedBytes(long seed) {
        Random random = new Random(seed);
        return changing(message -> {
            int at = 4 + random.nextInt(message.length - 4);
            byte[] added = new byte[1 + random.nextInt(1_000)];
            random.nextBytes(added);
            return joined(message, at, added, at);
        });
    }

    private static byte[] joined(byte[] message, int end, byte[] between, int from) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(message, 0, end);
        joined.writeBytes(between);
        joined.write(message, from, message.length - from);
        return joined.toByteArray();
    }

    /** The connection ends in the middle of each message. */
    static Damage cutShort(long seed) {
        Random random = new Random(seed);
        return message -> new Arrival(Arrays.copyOf(message, 1 + random.nextInt(message.length - 1)), true);
    }

    /** The same to messages of at least so many bytes; smaller ones arrive as they were sent. */
    default Damage toLargerThan(int bytes) {
        return message -> message.length < bytes ? new Arrival(message, false) : of(message);
    }

    /** The same to so many messages; those behind them arrive as they were sent. */
    default Damage times(int messages) {
        AtomicInteger left = new AtomicInteger(messages);
        return message -> left.getAndDecrement() > 0 ? of(message) : new Arrival(message, false);
    }
}
