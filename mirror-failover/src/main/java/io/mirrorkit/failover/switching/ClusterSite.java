package io.mirrorkit.failover.switching;

import java.util.HashMap;
import java.util.Map;

/**
 * How to connect to a cluster.
 *
 * @param alias the cluster's alias, as flows name it
 * @param properties client properties: {@code bootstrap.servers}, and whatever else clients of this cluster need, such as security settings
 *     and {@code client.rack}. Never shown by {@link #toString()}
 */
public record ClusterSite(String alias, Map<String, Object> properties) {

    /**
     * Copies the properties.
     *
     * @param alias the cluster's alias
     * @param properties client properties
     */
    public ClusterSite {
        properties = Map.copyOf(properties);
    }

    /**
     * These properties over others.
     *
     * @param common what all clients have, whatever the cluster
     * @return a map of the caller's own
     */
    public Map<String, Object> over(Map<String, ?> common) {
        Map<String, Object> all = new HashMap<>(common);
        all.putAll(properties);
        return all;
    }

    @Override
    public String toString() {
        return "ClusterSite[" + alias + "]";
    }
}
