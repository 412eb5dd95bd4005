package io.mirrorkit.failover.switching;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/**
 * Puts newly assigned partitions where the group goes on after a switch: at the position that the hand-over marked, whose mark it takes away;
 * at the beginning where the group never was, so that nothing is passed over; else where Kafka puts them. Belongs to the consumer's thread.
 */
final class Placing {

    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final Consumer<?, ?> client;
    private final Progress progress;
    private final Set<TopicPartition> unplaced = new HashSet<>();

    /** The marked commits of partitions whose marks were taken away. */
    private final Map<TopicPartition, OffsetAndMetadata> takenAway = new HashMap<>();

    Placing(Consumer<?, ?> client, Progress progress) {
        this.client = client;
        this.progress = progress;
    }

    /** Places partitions, or keeps them from being read until that succeeds. */
    void assigned(Collection<TopicPartition> partitions) {
        unplaced.addAll(partitions);
        try {
            place();
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            client.pause(partitions);
        }
    }

    /**
     * Before partitions go to another member in good order: where nothing was delivered and nothing committed, all is as the hand-over left
     * it, and the mark is put back.
     */
    void revoked(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> again = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata marked = takenAway.get(partition);
            if (marked != null && progress.untouched(partition)) {
                again.put(partition, marked);
            }
        }
        commit(again);
        gone(partitions);
    }

    void gone(Collection<TopicPartition> partitions) {
        unplaced.removeAll(partitions);
        takenAway.keySet().removeAll(partitions);
    }

    /**
     * Whether a partition has to wait.
     *
     * @return true if it must not be resumed
     */
    boolean holds(TopicPartition partition) {
        return unplaced.contains(partition);
    }

    /** Tries again what did not succeed. */
    void again(Collection<TopicPartition> pausedByUser) {
        if (!unplaced.isEmpty()) {
            Set<TopicPartition> waiting = new HashSet<>(unplaced);
            waiting.retainAll(client.assignment());
            unplaced.retainAll(waiting);
            place();
            waiting.removeAll(pausedByUser);
            client.resume(waiting);
        }
    }

    private void place() {
        Map<TopicPartition, OffsetAndMetadata> commits = client.committed(Set.copyOf(unplaced), WITHIN);
        Map<TopicPartition, OffsetAndMetadata> unmarked = new HashMap<>();
        for (TopicPartition partition : Set.copyOf(unplaced)) {
            OffsetAndMetadata commit = commits.get(partition);
            if (commit == null) {
                client.seekToBeginning(Set.of(partition));
            } else {
                Mark.of(commit).ifPresent(mark -> {
                    client.seek(partition, mark.position());
                    unmarked.put(partition, new OffsetAndMetadata(commit.offset(), mark.metadata()));
                    takenAway.put(partition, new OffsetAndMetadata(commit.offset(), commit.metadata()));
                });
                progress.found(partition, unmarked.getOrDefault(partition, commit));
            }
        }
        commit(unmarked);
        unplaced.clear();
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (!offsets.isEmpty()) {
            try {
                client.commitSync(offsets, WITHIN);
            } catch (CommitFailedException | RebalanceInProgressException e) {
                // These partitions are another member's by now, who finds what is committed.
            }
        }
    }
}
