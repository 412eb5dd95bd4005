package io.mirrorkit.api;

import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Where an offset of one cluster lies on the other. No case ever lies behind a record that the group has not read
 * (invariant C). Offsets carry no leader epoch: epochs of one cluster mean nothing on the other.
 */
public sealed interface Translation {

    /**
     * The very position: reading from here, a group meets the next record that it has not read, and nothing else.
     *
     * @param offset the offset on the other cluster
     */
    record Exact(long offset) implements Translation {}

    /**
     * A safe position: the right one, or one that lies before it.
     *
     * @param offset the offset on the other cluster
     * @param atMostRecordsAgain how many records a group may read again at the most, starting there
     */
    record AtOrBefore(long offset, long atMostRecordsAgain) implements Translation {}

    /**
     * A position at the edge of what is on the other cluster; offsets that the group has yet to read are not there, or may not be.
     *
     * @param offset the offset on the other cluster
     * @param atMostRecordsAgain how many records a group may read again at the most, starting there
     * @param offsetsNotThere how many of the group's next offsets are not on the other cluster at the most: never copied,
     *     not yet copied, or already deleted there
     */
    record AtEdge(long offset, long atMostRecordsAgain, long offsetsNotThere) implements Translation {}

    /**
     * No position is known.
     *
     * @param reason why, in one sentence
     */
    record Unavailable(String reason) implements Translation {}

    /**
     * The offset on the other cluster.
     *
     * @return the offset, or empty for {@link Unavailable}
     */
    default OptionalLong target() {
        return fold(
                exact -> OptionalLong.of(exact.offset()),
                before -> OptionalLong.of(before.offset()),
                edge -> OptionalLong.of(edge.offset()),
                none -> OptionalLong.empty());
    }

    /**
     * How many records a group may read again at the most.
     *
     * @return 0 for an exact position and for none
     */
    default long atMostRecordsAgain() {
        return fold(exact -> 0L, AtOrBefore::atMostRecordsAgain, AtEdge::atMostRecordsAgain, none -> 0L);
    }

    /**
     * How many of the group's next offsets are not on the other cluster.
     *
     * @return 0 where none are missing
     */
    default long offsetsNotThere() {
        return fold(exact -> 0L, before -> 0L, AtEdge::offsetsNotThere, none -> 0L);
    }

    /**
     * One answer per case; a case added later breaks the caller at compile time.
     *
     * @param exact the answer for {@link Exact}
     * @param atOrBefore the answer for {@link AtOrBefore}
     * @param atEdge the answer for {@link AtEdge}
     * @param unavailable the answer for {@link Unavailable}
     * @param <T> the type of the answer
     * @return the answer
     */
    default <T> T fold(
            Function<Exact, T> exact,
            Function<AtOrBefore, T> atOrBefore,
            Function<AtEdge, T> atEdge,
            Function<Unavailable, T> unavailable) {
        if (this instanceof Exact answer) {
            return exact.apply(answer);
        }
        if (this instanceof AtOrBefore answer) {
            return atOrBefore.apply(answer);
        }
        if (this instanceof AtEdge answer) {
            return atEdge.apply(answer);
        }
        return unavailable.apply((Unavailable) this);
    }
}
