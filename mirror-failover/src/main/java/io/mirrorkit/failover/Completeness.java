package io.mirrorkit.failover;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Whether a plan rests on all the evidence there is, or what it lacks (invariant I). */
public sealed interface Completeness {

    /** All evidence was read. */
    record Complete() implements Completeness {
        @Override
        public String toString() {
            return "complete";
        }
    }

    /**
     * Some evidence is missing.
     *
     * @param missing what, at least one thing
     */
    record Incomplete(List<Missing> missing) implements Completeness {
        /**
         * Copies the list.
         *
         * @param missing what, at least one thing
         */
        public Incomplete {
            missing = List.copyOf(missing);
            if (missing.isEmpty()) {
                throw new IllegalArgumentException("a plan that lacks nothing is complete");
            }
        }

        @Override
        public String toString() {
            return "incomplete: "
                    + String.join("; ", missing.stream().map(Missing::detail).toList());
        }
    }

    /**
     * A thing that a plan lacks.
     *
     * @param what the kind of thing
     * @param detail one sentence, without a full stop
     */
    record Missing(What what, String detail) {}

    /** Kinds of things that a plan may lack. */
    enum What {
        /** The target cluster did not answer at all. */
        TARGET,
        /** The status topic was not read to its end, so groups and offsets may be missing or old. */
        STATUS,
        /** The ledger topic was not read to its end. */
        LEDGER,
        /** The topic of checkpoints was not read to its end. */
        CHECKPOINTS,
        /** Remote topics or the bounds of their logs were not answered. */
        REMOTE_TOPICS,
        /** The group is not known, or its status can't be decoded. */
        GROUP,
        /** Records could not be counted to the end; the offsets concerned lie further back than they need to. */
        COUNTS
    }

    /**
     * Complete if nothing is missing.
     *
     * @param missing what is missing; may be empty
     * @return the completeness
     */
    static Completeness of(List<Missing> missing) {
        return missing.isEmpty() ? new Complete() : new Incomplete(missing);
    }

    /**
     * What is missing.
     *
     * @return an immutable list, empty if nothing is
     */
    default List<Missing> missing() {
        return fold(List::of, Incomplete::missing);
    }

    /**
     * Whether nothing is missing.
     *
     * @return true for {@link Complete}
     */
    default boolean complete() {
        return fold(() -> true, incomplete -> false);
    }

    /**
     * One answer per case; a case added later breaks the caller at compile time.
     *
     * @param complete the answer for {@link Complete}
     * @param incomplete the answer for {@link Incomplete}
     * @param <T> the type of the answer
     * @return the answer
     */
    default <T> T fold(Supplier<T> complete, Function<Incomplete, T> incomplete) {
        return this instanceof Incomplete answer ? incomplete.apply(answer) : complete.get();
    }
}
