package io.mirrorkit.failover;

import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Where an offset of the target lies on the source: the way home for a group that read mirrored records.
 *
 * @param remote the partition on the target cluster
 * @param source the partition on the source cluster whose records it holds
 * @param targetOffset the offset that was asked for
 * @param decision where it lies on the source, or why that can't be said
 * @param atMostAgain how many records a group may read again at the most, starting there; empty where nothing is said
 * @param offsetsNotThere how many offsets from the one asked for did not come from the source; 0 where none are
 */
public record TranslatedBack(
        TopicPartition remote,
        TopicPartition source,
        long targetOffset,
        Decision decision,
        OptionalLong atMostAgain,
        long offsetsNotThere) {}
