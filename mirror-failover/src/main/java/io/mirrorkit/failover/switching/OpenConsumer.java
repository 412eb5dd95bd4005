package io.mirrorkit.failover.switching;

import io.mirrorkit.api.ledger.ControlState;
import io.mirrorkit.api.ledger.ControlState.Origin;
import io.mirrorkit.api.ledger.MemberStatus.MemberOffset;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A consumer of one cluster, from its making to its closing, with what is known of its partitions. Belongs to the polling thread. */
final class OpenConsumer<K, V> {

    private static final Logger LOG = LoggerFactory.getLogger(SwitchableConsumer.class);
    private static final Duration LEAVE_WITHIN = Duration.ofSeconds(5);

    private final Consumer<K, V> client;
    private final ControlState openedUnder;
    private final Topology topology;
    private final boolean grouped;
    private final Progress progress = new Progress();
    private final Placing placing;
    private final RemoteFirst remoteFirst;
    private final boolean drainRemoteFirst;
    private Set<String> topics = Set.of();
    private boolean polled;
    private boolean revoking;

    OpenConsumer(
            Consumer<K, V> client,
            ControlState state,
            ConsumerSettings settings,
            Topology topology,
            Set<String> existing) {
        this.client = client;
        this.openedUnder = state;
        this.topology = topology;
        this.grouped = settings.group().isPresent();
        this.placing = new Placing(client, progress);
        this.remoteFirst = new RemoteFirst(client, state.active(), topology, existing);
        this.drainRemoteFirst = settings.drainRemoteFirst();
    }

    Consumer<K, V> client() {
        return client;
    }

    Progress progress() {
        return progress;
    }

    ControlState openedUnder() {
        return openedUnder;
    }

    String cluster() {
        return openedUnder.active();
    }

    Optional<Origin> origin() {
        return openedUnder.origin();
    }

    /** Whether the application has polled it yet. */
    boolean polled() {
        return polled;
    }

    /** Whether the application is being told that partitions go to another member of the group on this cluster. */
    boolean revoking() {
        return revoking;
    }

    private boolean switched() {
        return grouped && openedUnder.origin().isPresent();
    }

    /** Subscribes to what the wish is here; does nothing if that has not changed. */
    void subscribe(Wish wish, Set<String> existing, Optional<ConsumerRebalanceListener> listener) {
        Set<String> now = wish.on(cluster(), existing, topology);
        if (!now.equals(topics) || topics.isEmpty()) {
            topics = now;
            client.subscribe(now, new Listening(listener));
        }
    }

    void assign(Set<TopicPartition> partitions) {
        Set<TopicPartition> added = new HashSet<>(partitions);
        added.removeAll(client.assignment());
        client.assign(partitions);
        taken(added);
    }

    private void taken(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        if (switched()) {
            placing.assigned(partitions);
        }
        if (drainRemoteFirst && openedUnder.origin().isPresent()) {
            remoteFirst.assigned(partitions);
        }
    }

    private void gone(Collection<TopicPartition> partitions) {
        progress.forget(partitions);
        placing.gone(partitions);
        remoteFirst.gone(partitions);
    }

    /** Whether a partition must not be read yet, whatever the application says. */
    boolean holds(TopicPartition partition) {
        return placing.holds(partition) || remoteFirst.holds(partition);
    }

    ConsumerRecords<K, V> poll(Duration timeout, Set<TopicPartition> pausedByUser) {
        polled = true;
        placing.again(pausedByUser);
        remoteFirst.look(pausedByUser);
        ConsumerRecords<K, V> records = client.poll(timeout);
        progress.deliver(records);
        return records;
    }

    int generation() {
        try {
            return client.groupMetadata().generationId();
        } catch (InvalidGroupIdException | IllegalStateException e) {
            return -1;
        }
    }

    List<MemberOffset> offsets(boolean autoCommit) {
        return progress.offsets(client, autoCommit);
    }

    /**
     * Closes the client on another thread, since its cluster may be lost.
     *
     * @param politely whether to leave the group in good order first
     * @param then what to do afterwards, on that thread
     */
    void abandon(boolean politely, Runnable then) {
        CloseOptions how = CloseOptions.timeout(politely ? LEAVE_WITHIN : Duration.ZERO)
                .withGroupMembershipOperation(
                        politely
                                ? CloseOptions.GroupMembershipOperation.LEAVE_GROUP
                                : CloseOptions.GroupMembershipOperation.DEFAULT);
        Thread closer = new Thread(
                () -> {
                    try {
                        client.close(how);
                    } catch (KafkaException e) {
                        LOG.debug("A consumer of {} did not close in good order", cluster(), e);
                    } finally {
                        then.run();
                    }
                },
                "mirrorkit-closing-consumer");
        closer.setDaemon(true);
        closer.start();
    }

    /** Sees to partitions before and after the application's own listener does. */
    private final class Listening implements ConsumerRebalanceListener {
        private final Optional<ConsumerRebalanceListener> application;

        Listening(Optional<ConsumerRebalanceListener> application) {
            this.application = application;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            taken(partitions);
            application.ifPresent(listener -> listener.onPartitionsAssigned(partitions));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            revoking = true;
            try {
                application.ifPresent(listener -> listener.onPartitionsRevoked(partitions));
            } finally {
                revoking = false;
            }
            placing.revoked(partitions);
            gone(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            application.ifPresent(listener -> listener.onPartitionsLost(partitions));
            gone(partitions);
        }
    }
}
