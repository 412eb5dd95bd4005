package io.mirrorkit.failover;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * A plan was applied: its offsets were committed for the group on the target, and read back.
 *
 * @param flow the flow's name
 * @param group the group's id
 * @param committed the offsets, by partition of the target
 * @param held what was left alone, by partition of the source
 */
public record Applied(
        String flow, String group, Map<TopicPartition, Long> committed, Map<TopicPartition, Decision.Hold> held) {

    /**
     * Copies the maps.
     *
     * @param flow the flow's name
     * @param group the group's id
     * @param committed the offsets, by partition of the target
     * @param held what was left alone, by partition of the source
     */
    public Applied {
        committed = Map.copyOf(committed);
        held = Map.copyOf(held);
    }
}
