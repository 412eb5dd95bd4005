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

    void gone(Collection<TopicPartition> partitions) {
        unplaced.removeAll(partitions);
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
                });
                progress.committed(Map.of(partition, unmarked.getOrDefault(partition, commit)));
            }
        }
        takeAway(unmarked);
        unplaced.clear();
    }

    /** If the group is about to change its mind, whoever gets the partition next finds the mark. */
    private void takeAway(Map<TopicPartition, OffsetAndMetadata> marks) {
        if (!marks.isEmpty()) {
            try {
                client.commitSync(marks, WITHIN);
            } catch (CommitFailedException | RebalanceInProgressException e) {
                // These partitions are being taken from us.
            }
        }
    }
}
