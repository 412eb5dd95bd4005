package io.mirrorkit.api;

import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;

/** Where a flow begins to copy a partition that its ledger does not know yet. */
public sealed interface StartPosition {

    /** The source's log start: the default. */
    record Earliest() implements StartPosition {
        @Override
        public String toString() {
            return "earliest";
        }
    }

    /**
     * The source's end, for the topics that exist when the flow is created. Topics and partitions that appear later are
     * copied from their first record, so that what is written between creation and discovery is not lost.
     */
    record Latest() implements StartPosition {
        @Override
        public String toString() {
            return "latest";
        }
    }

    /**
     * The first record whose timestamp is at or after an instant, as Kafka's ListOffsets finds it.
     *
     * @param instant the instant, to the millisecond
     */
    record AtTimestamp(Instant instant) implements StartPosition {
        @Override
        public String toString() {
            return "timestamp " + instant;
        }
    }

    /**
     * {@link Earliest}.
     *
     * @return the position
     */
    static StartPosition earliest() {
        return new Earliest();
    }

    /**
     * {@link Latest}.
     *
     * @return the position
     */
    static StartPosition latest() {
        return new Latest();
    }

    /**
     * {@link AtTimestamp}.
     *
     * @param instant the instant
     * @return the position
     */
    static StartPosition timestamp(Instant instant) {
        return new AtTimestamp(instant);
    }

    /**
     * One answer per case; a case added later breaks the caller at compile time.
     *
     * @param earliest the answer for {@link Earliest}
     * @param latest the answer for {@link Latest}
     * @param timestamp the answer for {@link AtTimestamp}
     * @param <T> the type of the answer
     * @return the answer
     */
    default <T> T fold(Supplier<T> earliest, Supplier<T> latest, Function<Instant, T> timestamp) {
        if (this instanceof Earliest) {
            return earliest.get();
        }
        if (this instanceof Latest) {
            return latest.get();
        }
        return timestamp.apply(((AtTimestamp) this).instant());
    }
}
