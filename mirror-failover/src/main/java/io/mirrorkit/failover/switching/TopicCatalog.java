package io.mirrorkit.failover.switching;

import io.mirrorkit.failover.internal.Deadline;
import io.mirrorkit.failover.internal.NotInTime;
import io.mirrorkit.failover.internal.Target;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;

/**
 * Which topics the clusters have, as of some seconds ago. A consumer subscribes to no remote topic that is not there, since brokers that create
 * topics for whoever asks would make one that the engine then could not use. Thread-safe.
 */
final class TopicCatalog implements AutoCloseable {

    private static final Duration FRESH = Duration.ofSeconds(5);

    /**
     * What a cluster had.
     *
     * @param names its topics
     * @param atNanos when
     */
    private record Listed(Set<String> names, long atNanos) {
        boolean fresh() {
            return System.nanoTime() - atNanos < FRESH.toNanos();
        }
    }

    private final Map<String, ClusterSite> sites;
    private final String application;
    private final Map<String, Admin> admins = new ConcurrentHashMap<>();
    private final Map<String, Listed> listed = new ConcurrentHashMap<>();

    /** Clusters that have not answered yet. */
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    TopicCatalog(Map<String, ClusterSite> sites, String application) {
        this.sites = Map.copyOf(sites);
        this.application = application;
    }

    /**
     * The topics of a cluster, a few seconds old at the most unless it does not answer. Blocks.
     *
     * @return empty if it never answered
     */
    Optional<Set<String>> topics(String cluster, Duration within) {
        Listed known = listed.get(cluster);
        if (known == null || !known.fresh()) {
            try {
                Set<String> names = new Target(admin(cluster)).topicNames(Deadline.in(within));
                known = new Listed(Set.copyOf(names), System.nanoTime());
                listed.put(cluster, known);
            } catch (NotInTime e) {
                // What was known before is better than nothing.
            }
        }
        return Optional.ofNullable(known).map(Listed::names);
    }

    /** What was known last; asks anew if that is some seconds old, without waiting for the answer. */
    Optional<Set<String>> lastKnown(String cluster) {
        Listed known = listed.get(cluster);
        if ((known == null || !known.fresh()) && asked.add(cluster)) {
            admin(cluster)
                    .listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .whenComplete((names, error) -> {
                        if (error == null) {
                            listed.put(cluster, new Listed(Set.copyOf(names), System.nanoTime()));
                        }
                        asked.remove(cluster);
                    });
        }
        return Optional.ofNullable(known).map(Listed::names);
    }

    /** Makes the next question go to the cluster. */
    void forget(String cluster) {
        listed.remove(cluster);
    }

    private Admin admin(String cluster) {
        return admins.computeIfAbsent(cluster, alias -> {
            ClusterSite site = sites.get(alias);
            if (site == null) {
                throw new IllegalArgumentException("no cluster " + alias + " among " + sites.keySet());
            }
            return new ControlClients(site, application).admin();
        });
    }

    @Override
    public void close() {
        admins.values().forEach(admin -> admin.close(Duration.ZERO));
    }
}
