package io.mirrorkit.api.ledger;

import org.apache.kafka.common.Uuid;

/**
 * Which incarnation of both topics a part of the ledger speaks of. A topic that was deleted and created again, or a cluster
 * that was rebuilt, is another generation; its offsets mean something else.
 *
 * @param sourceClusterId the source's cluster id
 * @param sourceTopicId the source topic's id (KIP-516)
 * @param targetClusterId the target's cluster id
 * @param targetTopicId the remote topic's id
 * @param branch 0, and one more for every truncation of the source's log
 */
public record Generation(
        String sourceClusterId, Uuid sourceTopicId, String targetClusterId, Uuid targetTopicId, int branch) {

    /**
     * Checks the branch.
     *
     * @param sourceClusterId the source's cluster id
     * @param sourceTopicId the source topic's id (KIP-516)
     * @param targetClusterId the target's cluster id
     * @param targetTopicId the remote topic's id
     * @param branch how often the source's log was truncated
     * @throws IllegalArgumentException if the branch is negative
     */
    public Generation {
        if (branch < 0) {
            throw new IllegalArgumentException("branch " + branch + " is negative");
        }
    }
}
