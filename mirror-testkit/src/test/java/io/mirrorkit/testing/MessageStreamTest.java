package io.mirrorkit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageStreamTest {

    private static byte[] message(int size) {
        byte[] message = new byte[4 + size];
        ByteBuffer.wrap(message).putInt(size);
        Arrays.fill(message, 4, message.length, (byte) size);
        return message;
    }

    /** What arrives of messages, sent in pieces of a size. */
    private static byte[] arriving(Damage damage, int piece, byte[]... messages) {
        MessageStream stream = new MessageStream(() -> Optional.of(damage));
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            sent.writeBytes(message);
        }
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        byte[] all = sent.toByteArray();
        for (int at = 0; at < all.length; at += piece) {
            byte[] part = Arrays.copyOfRange(all, at, Math.min(all.length, at + piece));
            arrived.writeBytes(stream.next(part, part.length));
        }
        return arrived.toByteArray();
    }

    private static int differentBits(byte[] one, byte[] other) {
        int different = 0;
        for (int i = 0; i < one.length; i++) {
            different += Integer.bitCount((one[i] ^ other[i]) & 0xFF);
        }
        return different;
    }

    @Test
    void shouldFlipOneBitOfEachMessageThatIsLargeEnoughHoweverItIsCut() {
        for (int piece : new int[] {1, 3, 7, 1_000}) {
            // When
            byte[] arrived =
                    arriving(Damage.flippedBit(1).toLargerThan(50), piece, message(10), message(90), message(60));

            // Then
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            sent.writeBytes(message(10));
            sent.writeBytes(message(90));
            sent.writeBytes(message(60));
            assertThat(arrived).hasSize(sent.size());
            assertThat(differentBits(sent.toByteArray(), arrived)).isEqualTo(2);
            assertThat(Arrays.copyOf(arrived, 18)).isEqualTo(Arrays.copyOf(sent.toByteArray(), 18));
        }
    }

    @Test
    void shouldDamageNoMoreMessagesThanItWasTold() {
        // When
        byte[] arrived = arriving(Damage.missingBytes(2).times(1), 10, message(100), message(100));

        // Then
        assertThat(arrived.length).isBetween(104, 207);
        assertThat(Arrays.copyOfRange(arrived, arrived.length - 104, arrived.length))
                .isEqualTo(message(100));
    }

    @Test
    void shouldAddBytes() {
        assertThat(arriving(Damage.addedBytes(2), 10, message(100))).hasSizeGreaterThan(104);
    }

    @Test
    void shouldLetNothingArriveBehindACut() {
        assertThat(arriving(Damage.cutShort(2), 10, message(100), message(100))).hasSizeLessThan(104);
    }

    @Test
    void shouldPassWhatIsNoMessage() {
        byte[] unknown = {-1, 0, 0, 0, 5, 6, 7, 8, 9};
        assertThat(arriving(Damage.flippedBit(3), 2, unknown)).isEqualTo(unknown);
    }
}
