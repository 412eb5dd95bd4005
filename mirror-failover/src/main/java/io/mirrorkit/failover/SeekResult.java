package io.mirrorkit.failover;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What was done with the partitions that a consumer is assigned: each stands in one of the maps.
 *
 * @param positioned the new positions
 * @param notPositioned the partitions whose position was not touched, with the reason
 */
public record SeekResult(Map<TopicPartition, Long> positioned, Map<TopicPartition, NotPositioned> notPositioned) {

    /**
     * Copies the maps.
     *
     * @param positioned the new positions
     * @param notPositioned the partitions whose position was not touched, with the reason
     */
    public SeekResult {
        positioned = Map.copyOf(positioned);
        notPositioned = Map.copyOf(notPositioned);
    }
}
