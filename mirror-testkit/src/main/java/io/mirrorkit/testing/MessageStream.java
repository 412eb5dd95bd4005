package io.mirrorkit.testing;

import io.mirrorkit.testing.Damage.Arrival;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection, cut into messages where they are to be damaged. Without damage, bytes pass as they come, and may be
 * anything. Belongs to one thread.
 */
final class MessageStream {

    private final Supplier<Optional<Damage>> damages;
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    private @Nullable ByteBuffer collected;
    private @Nullable Damage damage;
    private int left;
    private boolean unknown;
    private boolean cut;

    /** A stream that begins with a message, whose damage is asked for as each message begins. */
    MessageStream(Supplier<Optional<Damage>> damages) {
        this.damages = damages;
    }

    /** Takes the next bytes that were sent; returns those that arrive now. */
    byte[] next(byte[] sent, int count) {
        ByteArrayOutputStream arriving = new ByteArrayOutputStream(count);
        int at = 0;
        while (at < count && !cut) {
            if (unknown) {
                arriving.write(sent, at, count - at);
                at = count;
            } else if (left == 0) {
                length.put(sent[at++]);
                if (!length.hasRemaining()) {
                    begin(arriving);
                }
            } else {
                int part = Math.min(left, count - at);
                take(sent, at, part, arriving);
                at += part;
            }
        }
        return arriving.toByteArray();
    }

    /** Whether the connection is to end behind what has arrived. */
    boolean isCut() {
        return cut;
    }

    private void begin(ByteArrayOutputStream arriving) {
        left = length.getInt(0);
        length.clear();
        // Not Kafka's protocol, or encrypted.
        unknown = left <= 0;
        damage = unknown ? null : damages.get().orElse(null);
        if (damage == null) {
            arriving.writeBytes(length.array());
        } else {
            collected = ByteBuffer.allocate(Integer.BYTES + left).putInt(left);
        }
    }

    private void take(byte[] sent, int at, int part, ByteArrayOutputStream arriving) {
        left -= part;
        if (damage == null || collected == null) {
            arriving.write(sent, at, part);
            return;
        }
        collected.put(sent, at, part);
        if (left == 0) {
            Arrival arrival = damage.of(collected.array());
            arriving.writeBytes(arrival.bytes());
            cut = arrival.thenCut();
            collected = null;
        }
    }
}
