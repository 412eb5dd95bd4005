package io.mirrorkit.failover;

import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Where an offset of the source lies on the target.
 *
 * @param source the partition on the source cluster
 * @param remote the partition on the target cluster that holds its records
 * @param sourceOffset the offset that was asked for
 * @param decision where it lies, or why that can't be said
 * @param atMostAgain how many records a group may read again at the most, starting there; empty where nothing is said
 * @param offsetsNotThere how many offsets from the one asked for are not on the target; 0 where none are
 */
public record TranslatedOffset(
        TopicPartition source,
        TopicPartition remote,
        long sourceOffset,
        Decision decision,
        OptionalLong atMostAgain,
        long offsetsNotThere) {}
