package io.mirrorkit.failover.switching;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/** Takes an application's commits, and refuses those that would be of the other cluster. Belongs to the consumer's thread. */
final class CommitDesk<K, V> {

    private final ConsumerSeat<K, V> seat;

    CommitDesk(ConsumerSeat<K, V> seat) {
        this.seat = seat;
    }

    /** Commits all that was delivered. */
    void sync(Consumer<org.apache.kafka.clients.consumer.Consumer<K, V>> call) {
        OpenConsumer<K, V> open = require();
        Map<TopicPartition, OffsetAndMetadata> positions = positions(open);
        run(open, call);
        open.progress().committed(positions);
    }

    /** Commits offsets. */
    void sync(
            Map<TopicPartition, OffsetAndMetadata> offsets,
            Consumer<org.apache.kafka.clients.consumer.Consumer<K, V>> call) {
        OpenConsumer<K, V> open = require();
        refuseForeign(open, offsets);
        run(open, call);
        open.progress().committed(offsets);
    }

    private void run(OpenConsumer<K, V> open, Consumer<org.apache.kafka.clients.consumer.Consumer<K, V>> call) {
        while (true) {
            try {
                call.accept(open.client());
                return;
            } catch (WakeupException e) {
                seat.throwIfWoken();
                if (seat.overtaken() && !open.revoking()) {
                    throw switched();
                }
                // Woken while there is still time for a commit.
            }
        }
    }

    /** Commits all that was delivered. */
    void async(Optional<OffsetCommitCallback> callback) {
        try {
            OpenConsumer<K, V> open = require();
            open.client().commitAsync(noting(open, callback));
        } catch (CommitFailedException e) {
            callback.ifPresent(application -> application.onComplete(Map.of(), e));
        }
    }

    /** Commits offsets. */
    void async(Map<TopicPartition, OffsetAndMetadata> offsets, Optional<OffsetCommitCallback> callback) {
        try {
            OpenConsumer<K, V> open = require();
            refuseForeign(open, offsets);
            open.client().commitAsync(offsets, noting(open, callback));
        } catch (CommitFailedException e) {
            callback.ifPresent(application -> application.onComplete(offsets, e));
        }
    }

    private static OffsetCommitCallback noting(OpenConsumer<?, ?> open, Optional<OffsetCommitCallback> callback) {
        return (offsets, error) -> {
            if (error == null) {
                open.progress().committed(offsets);
            }
            callback.ifPresent(application -> application.onComplete(offsets, error));
        };
    }

    /**
     * The client to commit with. A partition that goes to another member in good order, just when the group is about to switch, is no longer
     * this member's to hand over, so its commit is taken: this member has not handed over yet, and the others wait for it.
     */
    private OpenConsumer<K, V> require() {
        OpenConsumer<K, V> open = seat.open().orElseThrow(CommitDesk::switched);
        if (open.revoking()) {
            return open;
        }
        if (seat.overtaken()) {
            throw switched();
        }
        if (open.origin().isPresent() && !open.polled()) {
            throw switched();
        }
        return open;
    }

    private static CommitFailedException switched() {
        return new CommitFailedException(
                "The consumer's group has switched clusters: offsets of the records given before can't be committed any more. Records that"
                        + " were given before the switch are not given again; poll and go on.");
    }

    private static void refuseForeign(OpenConsumer<?, ?> open, Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (open.origin().isEmpty()) {
            return;
        }
        offsets.forEach((partition, offset) -> {
            if (!open.progress().covers(partition, offset.offset()) && !isPosition(open, partition, offset.offset())) {
                throw new CommitFailedException("Offset " + offset.offset() + " of " + partition
                        + " was not delivered on cluster " + open.cluster()
                        + " since the switch; commit offsets of records that were delivered since.");
            }
        });
    }

    private static boolean isPosition(OpenConsumer<?, ?> open, TopicPartition partition, long offset) {
        try {
            return open.client().position(partition, Duration.ZERO) == offset;
        } catch (KafkaException | IllegalStateException e) {
            return false;
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> positions(OpenConsumer<?, ?> open) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (TopicPartition partition : Set.copyOf(open.client().assignment())) {
            try {
                positions.put(partition, new OffsetAndMetadata(open.client().position(partition, Duration.ZERO)));
            } catch (KafkaException | IllegalStateException e) {
                // Not found yet, so not committed either.
            }
        }
        return positions;
    }
}
