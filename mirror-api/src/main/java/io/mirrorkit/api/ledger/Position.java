package io.mirrorkit.api.ledger;

import java.util.function.Function;
import java.util.function.Supplier;

/** What a ledger says of an offset of one side: where it lies on the other. */
public sealed interface Position {

    /**
     * The very offset.
     *
     * @param offset on the other side
     */
    record At(long offset) implements Position {}

    /**
     * Somewhere in a merged stretch, behind its first record.
     *
     * @param anchor the stretch
     * @param ahead how many offsets of the side asked from lie between the anchor's base and the offset asked for: 1 or more
     */
    record Inside(Anchor anchor, long ahead) implements Position {}

    /**
     * Before everything that the ledger knows.
     *
     * @param first where the ledger's first record lies on the other side
     * @param missing how many offsets of the side asked from lie before the ledger's start
     */
    record Before(long first, long missing) implements Position {}

    /**
     * At or beyond the ledger's end.
     *
     * @param end where the ledger ends on the other side
     * @param beyond how many offsets of the side asked from lie between the ledger's end and the offset asked for
     */
    record AtEnd(long end, long beyond) implements Position {}

    /** The ledger is empty. */
    record Nowhere() implements Position {}

    /**
     * One answer per case; a case added later breaks the caller at compile time.
     *
     * @param at the answer for {@link At}
     * @param inside the answer for {@link Inside}
     * @param before the answer for {@link Before}
     * @param atEnd the answer for {@link AtEnd}
     * @param nowhere the answer for {@link Nowhere}
     * @param <T> the type of the answer
     * @return the answer
     */
    default <T> T fold(
            Function<At, T> at,
            Function<Inside, T> inside,
            Function<Before, T> before,
            Function<AtEnd, T> atEnd,
            Supplier<T> nowhere) {
        if (this instanceof At position) {
            return at.apply(position);
        }
        if (this instanceof Inside position) {
            return inside.apply(position);
        }
        if (this instanceof Before position) {
            return before.apply(position);
        }
        if (this instanceof AtEnd position) {
            return atEnd.apply(position);
        }
        return nowhere.get();
    }
}
