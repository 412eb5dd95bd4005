package io.mirrorkit.failover.switching;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Holds local partitions until the remote ones with the same records' past are read up to the end that they had when the local one was
 * assigned, by this member or by another one of the group. Belongs to the consumer's thread.
 */
final class RemoteFirst {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration WITHIN = Duration.ofSeconds(5);

    private final Consumer<?, ?> client;
    private final String cluster;
    private final Topology topology;
    private final Set<String> existing;

    /** For each local partition that is held, the remote ones with the ends to be reached; no ends as long as they are not known. */
    private final Map<TopicPartition, Map<TopicPartition, Long>> held = new HashMap<>();

    private long lookedAt;

    RemoteFirst(Consumer<?, ?> client, String cluster, Topology topology, Set<String> existing) {
        this.client = client;
        this.cluster = cluster;
        this.topology = topology;
        this.existing = Set.copyOf(existing);
    }

    void assigned(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Map<TopicPartition, Long> remotes = new HashMap<>();
            for (String topic : topology.covering(cluster, partition.topic())) {
                if (!topic.equals(partition.topic()) && existing.contains(topic)) {
                    remotes.put(new TopicPartition(topic, partition.partition()), Long.MAX_VALUE);
                }
            }
            if (!remotes.isEmpty()
                    && topology.logical(cluster, partition.topic()).equals(partition.topic())) {
                held.put(partition, remotes);
                client.pause(Set.of(partition));
                lookedAt = System.nanoTime() - LOOK_EVERY.toNanos();
            }
        }
    }

    void gone(Collection<TopicPartition> partitions) {
        partitions.forEach(held::remove);
    }

    boolean holds(TopicPartition partition) {
        return held.containsKey(partition);
    }

    /** Lets go what need not wait any longer. */
    void look(Collection<TopicPartition> pausedByUser) {
        if (held.isEmpty() || System.nanoTime() - lookedAt < LOOK_EVERY.toNanos()) {
            return;
        }
        lookedAt = System.nanoTime();
        try {
            for (TopicPartition local : Set.copyOf(held.keySet())) {
                if (read(held.getOrDefault(local, Map.of()))) {
                    held.remove(local);
                    if (!pausedByUser.contains(local) && client.assignment().contains(local)) {
                        client.resume(Set.of(local));
                    }
                }
            }
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            // Asked again at the next look.
        }
    }

    private boolean read(Map<TopicPartition, Long> remotes) {
        Set<TopicPartition> unknown = new HashSet<>();
        remotes.forEach((remote, end) -> {
            if (end == Long.MAX_VALUE) {
                unknown.add(remote);
            }
        });
        if (!unknown.isEmpty()) {
            remotes.putAll(client.endOffsets(unknown, WITHIN));
        }
        for (Map.Entry<TopicPartition, Long> remote : remotes.entrySet()) {
            if (reached(remote.getKey()) < remote.getValue()) {
                return false;
            }
        }
        return true;
    }

    private long reached(TopicPartition remote) {
        if (client.assignment().contains(remote)) {
            return client.position(remote, WITHIN);
        }
        OffsetAndMetadata commit = client.committed(Set.of(remote), WITHIN).get(remote);
        return commit == null ? 0 : commit.offset();
    }
}
