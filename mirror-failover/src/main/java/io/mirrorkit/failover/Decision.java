package io.mirrorkit.failover;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Where a group goes on in one partition on the target, or why that can't be said. */
public sealed interface Decision {

    /**
     * Go on at an offset. It never lies behind a record that the group has not read, as far as the evidence goes (invariant C), and
     * carries no leader epoch.
     *
     * @param offset the next offset to read on the target, 0 or greater
     * @param basis what it rests on
     */
    record Seek(long offset, Basis basis) implements Decision {
        /**
         * Checks the offset.
         *
         * @param offset the next offset to read on the target, 0 or greater
         * @param basis what it rests on
         */
        public Seek {
            if (offset < 0) {
                throw new IllegalArgumentException("offset " + offset + " is negative");
            }
        }

        @Override
        public String toString() {
            return offset + " (" + basis.words() + ")";
        }
    }

    /**
     * Leave the group's offset alone.
     *
     * @param reason why
     * @param detail more about it, naming the topic, ids or offsets concerned
     */
    record Hold(Reason reason, String detail) implements Decision {
        @Override
        public String toString() {
            return "held, " + reason.words() + ": " + detail;
        }
    }

    /**
     * The offset to go on at.
     *
     * @return the offset, or empty for {@link Hold}
     */
    default OptionalLong target() {
        return fold(seek -> OptionalLong.of(seek.offset()), hold -> OptionalLong.empty());
    }

    /**
     * Why nothing moves.
     *
     * @return the hold, or empty for {@link Seek}
     */
    default Optional<Hold> hold() {
        return fold(seek -> Optional.empty(), Optional::of);
    }

    /**
     * One answer per case; a case added later breaks the caller at compile time.
     *
     * @param seek the answer for {@link Seek}
     * @param hold the answer for {@link Hold}
     * @param <T> the type of the answer
     * @return the answer
     */
    default <T> T fold(Function<Seek, T> seek, Function<Hold, T> hold) {
        return this instanceof Seek answer ? seek.apply(answer) : hold.apply((Hold) this);
    }
}
