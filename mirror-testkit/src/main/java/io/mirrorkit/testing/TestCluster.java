package io.mirrorkit.testing;

import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/** What a test needs to know of a cluster, wherever it runs. */
public sealed interface TestCluster extends AutoCloseable permits EmbeddedCluster, BrokerProcess {

    /** Where clients connect, with no proxy in between; the same for the life of the cluster. */
    String bootstrapServers();

    /** The cluster's id, as {@code Admin.describeCluster} gives it. */
    String clusterId();

    /** An admin client of this cluster, opened on first use, shared, and closed with the cluster. */
    Admin admin();

    /** What any client needs to connect: the bootstrap servers and nothing else. */
    default Map<String, Object> clientProperties() {
        return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    }

    /** Stops everything and deletes the data; idempotent. */
    @Override
    void close();
}
