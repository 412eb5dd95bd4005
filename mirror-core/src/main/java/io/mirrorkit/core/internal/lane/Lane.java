package io.mirrorkit.core.internal.lane;

import java.time.Duration;
import java.util.Collection;
import org.apache.kafka.common.TopicPartition;

/**
 * The way records travel from a source to a target. All methods may be called from any thread and return at once, but
 * {@link #close}.
 */
public interface Lane {

    /** Hears what a lane can't decide by itself; called on the lane's thread, so it must hand over and return. */
    interface Owner {

        /** A partition left the lane with nothing in flight; what was acknowledged before the failure is in its flight. */
        void partitionFailed(MirroredPartition partition, LaneFailure failure);

        /** The lane as a whole can't go on. */
        void laneFailed(Throwable cause);
    }

    /** Starts the lane's threads. */
    void start();

    /** Begins to copy partitions, each from its flight's position. */
    void add(Collection<MirroredPartition> partitions);

    /** Stops copying partitions; what is in flight may still arrive. */
    void remove(Collection<TopicPartition> sources);

    /** Stops reading until {@link #resume}. */
    void pause();

    /** Reads again. */
    void resume();

    /** Stops reading, waits for what is in flight until the deadline (0: not at all), and ends the lane's threads. */
    void close(Duration deadline);
}
