package io.mirrorkit.core.internal.lane;

import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/** Why a partition left its lane. */
public sealed interface LaneFailure {

    /** The target refused a record, or answered what can't be used. */
    record OnTarget(long sourceOffset, Throwable cause) implements LaneFailure {}

    /** The source refused to be read. */
    record OnSource(TopicPartition source, Throwable cause) implements LaneFailure {}

    /** The position is not in the source's log: records were deleted, or the log was truncated. */
    record OutOfRange(long position) implements LaneFailure {}

    /**
     * The target may or may not have what was sent last: it knows a batch but no longer where it lies, or it has forgotten who sent it.
     * Comparing both clusters tells.
     */
    record Unsettled(Throwable cause) implements LaneFailure {}

    /** One answer per case. */
    default <T> T fold(
            BiFunction<Long, Throwable, T> onTarget,
            Function<Throwable, T> onSource,
            Function<Long, T> outOfRange,
            Function<Throwable, T> unsettled) {
        if (this instanceof OnTarget failure) {
            return onTarget.apply(failure.sourceOffset(), failure.cause());
        }
        if (this instanceof OnSource failure) {
            return onSource.apply(failure.cause());
        }
        if (this instanceof Unsettled failure) {
            return unsettled.apply(failure.cause());
        }
        return outOfRange.apply(((OutOfRange) this).position());
    }
}
