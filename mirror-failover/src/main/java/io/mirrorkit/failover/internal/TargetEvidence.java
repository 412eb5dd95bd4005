package io.mirrorkit.failover.internal;

import io.mirrorkit.api.ledger.LogBounds;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * What the target cluster holds now, as far as it answered.
 *
 * @param clusterId the cluster's id
 * @param topics remote topics by name
 * @param bounds what the remote partitions' logs hold
 */
public record TargetEvidence(
        Optional<String> clusterId, Map<String, TargetTopic> topics, Map<TopicPartition, LogBounds> bounds) {

    /** What is known of a cluster that did not answer. */
    public static final TargetEvidence NONE = new TargetEvidence(Optional.empty(), Map.of(), Map.of());

    /** Copies the maps. */
    public TargetEvidence {
        topics = Map.copyOf(topics);
        bounds = Map.copyOf(bounds);
    }

    /** What the cluster said of a topic. */
    public TargetTopic topic(String name) {
        return topics.getOrDefault(name, new TargetTopic.Unanswered());
    }

    /** What a remote partition's log holds, if the cluster said so. */
    public Optional<LogBounds> boundsOf(TopicPartition remote) {
        return Optional.ofNullable(bounds.get(remote));
    }
}
