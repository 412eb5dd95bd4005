package io.mirrorkit.failover.switching;

import io.mirrorkit.api.ledger.ControlState;
import io.mirrorkit.api.ledger.ControlState.Origin;
import io.mirrorkit.api.ledger.MemberStatus.MemberOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/** A producer of one cluster, from its making to its closing. Thread-safe. */
final class OpenProducer<K, V> {

    private final Producer<K, V> client;
    private final ControlState openedUnder;
    private final boolean transactional;
    private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
    private final Queue<Delivery<K, V>> takenBack = new ConcurrentLinkedQueue<>();

    /** Set before the client is closed at once: from then on its errors mean the switch. */
    private volatile boolean retired;

    OpenProducer(Producer<K, V> client, ControlState state, boolean transactional) {
        this.client = client;
        this.openedUnder = state;
        this.transactional = transactional;
    }

    Producer<K, V> client() {
        return client;
    }

    String cluster() {
        return openedUnder.active();
    }

    Optional<Origin> origin() {
        return openedUnder.origin();
    }

    /** The epoch of the last switch before it was opened, 0 before the first one. */
    long since() {
        return origin().map(Origin::epoch).orElse(0L);
    }

    void retire() {
        retired = true;
    }

    boolean retired() {
        return retired;
    }

    void acknowledged(TopicPartition partition, long offset) {
        ends.merge(partition, offset + 1, Math::max);
    }

    /** Where it wrote last. */
    List<MemberOffset> offsets() {
        List<MemberOffset> offsets = new ArrayList<>();
        ends.forEach((partition, end) ->
                offsets.add(new MemberOffset(partition.topic(), partition.partition(), end, -1, "")));
        return offsets;
    }

    /** Keeps an unacknowledged record for a decision; one of a transaction is lost with it. */
    boolean takesBack(Delivery<K, V> delivery) {
        return !transactional && takenBack.add(delivery);
    }

    List<Delivery<K, V>> takenBack() {
        List<Delivery<K, V>> all = new ArrayList<>();
        for (Delivery<K, V> next = takenBack.poll(); next != null; next = takenBack.poll()) {
            all.add(next);
        }
        return all;
    }
}
