package io.mirrorkit.core.internal.lane.wire;

import io.mirrorkit.core.internal.lane.wire.Network.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.jspecify.annotations.Nullable;

/**
 * Which broker leads which partition of one cluster, asked for when a topic is new, when a broker says that it doesn't lead any more, and
 * every few minutes. Topics are never created by asking. Belongs to a lane's worker.
 */
final class Leaders {

    /** A partition's leader, under the epoch in which it leads. */
    record Leader(Node node, int epoch) {}

    /** So long one broker is tried before the next is. */
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    private static final int LONGEST_PAUSE = 10;
    private static final int FIRST_ANSWERS = 5;

    private final Side side;
    private final Network network;
    private final List<Node> bootstrap;
    private final long maxAgeNanos;

    private final Map<TopicPartition, Leader> leaders = new HashMap<>();
    private final Map<String, Uuid> ids = new HashMap<>();
    private final Map<String, Errors> errors = new HashMap<>();
    private final Set<String> topics = new HashSet<>();
    private Map<Integer, Node> brokers = new HashMap<>();
    private final RoundTrips roundTrips = new RoundTrips();
    private boolean wanted;
    private boolean underWay;
    private long notBefore;
    private long freshUntil;
    private int turn;
    private int missing;
    private int answers;
    private long patientUntil = System.nanoTime();

    Leaders(Side side, Network network, List<Node> bootstrap, long maxAgeNanos) {
        this.side = side;
        this.network = network;
        this.bootstrap = bootstrap;
        this.maxAgeNanos = maxAgeNanos;
        this.notBefore = System.nanoTime();
        this.freshUntil = notBefore + maxAgeNanos;
    }

    /** From now on, these topics alone are asked for. */
    void follow(Set<String> followed) {
        wanted |= !topics.containsAll(followed);
        topics.clear();
        topics.addAll(followed);
        leaders.keySet().removeIf(partition -> !topics.contains(partition.topic()));
        ids.keySet().retainAll(topics);
        errors.keySet().retainAll(topics);
    }

    /** What is known is no longer right. */
    void refresh() {
        wanted = true;
    }

    /** How long this cluster takes to answer. */
    RoundTrips roundTrips() {
        return roundTrips;
    }

    /** Whether an answer is missing. */
    boolean isWanted() {
        return !topics.isEmpty() && (wanted || underWay);
    }

    /**
     * The leader of a partition, or null as long as it isn't known.
     *
     * @param topicId the topic that is meant; another one of the same name has no leader here
     */
    @Nullable
    Leader of(TopicPartition partition, Uuid topicId) {
        Uuid now = ids.get(partition.topic());
        boolean another =
                now != null && !now.equals(topicId) && !now.equals(Uuid.ZERO_UUID) && !topicId.equals(Uuid.ZERO_UUID);
        return another ? null : leaders.get(partition);
    }

    /** A broker by its id in this cluster. */
    @Nullable
    Node broker(int id) {
        return brokers.get(id);
    }

    /** Why a topic's leaders aren't known, as far as the cluster said; {@code NONE} otherwise. */
    Errors error(String topic) {
        return errors.getOrDefault(topic, Errors.NONE);
    }

    /**
     * Any broker that can be asked now, or null; then one more is being connected to, the bootstrap addresses among them.
     *
     * @throws AuthenticationException if every one refuses the credentials
     */
    @Nullable
    Node anyReady() {
        List<Node> candidates = new ArrayList<>(brokers.values());
        candidates.addAll(bootstrap);
        for (Node node : candidates) {
            if (network.isConnected(node)) {
                return node;
            }
        }
        long now = System.nanoTime();
        if (now - patientUntil >= 0) {
            turn++;
            patientUntil = now + PATIENCE_NANOS;
        }
        AuthenticationException refused = null;
        for (int i = 0; i < candidates.size(); i++) {
            Node node = candidates.get(Math.floorMod(turn + i, candidates.size()));
            try {
                if (network.isReady(node)) {
                    return node;
                }
                if (!network.failed(node)) {
                    // It is being connected to: one at a time, for a while.
                    return null;
                }
                refused = null;
            } catch (AuthenticationException e) {
                refused = e;
            }
        }
        if (refused != null) {
            throw refused;
        }
        return null;
    }

    /** Asks, if there is a reason to. */
    void drive(long now) {
        if (topics.isEmpty() || underWay || now - notBefore < 0 || (!wanted && now - freshUntil < 0)) {
            return;
        }
        Node node = anyReady();
        if (node != null) {
            wanted = false;
            underWay = true;
            network.send(
                    node,
                    MetadataRequest.Builder.forTopicNames(List.copyOf(topics), false),
                    response -> answered(response, now));
        }
    }

    private void answered(ClientResponse response, long askedAt) {
        long now = System.nanoTime();
        underWay = false;
        if (!(response.responseBody() instanceof MetadataResponse metadata)) {
            wanted = true;
            turn++;
            pause(now);
            return;
        }
        roundTrips.took(now - askedAt, now);
        freshUntil = now + maxAgeNanos;
        Map<Integer, Node> seen = new HashMap<>();
        for (MetadataResponseBroker broker : metadata.data().brokers()) {
            seen.put(broker.nodeId(), side.node(broker.nodeId(), broker.host(), broker.port()));
        }
        brokers = seen;
        boolean wantedMeanwhile = wanted;
        wanted = false;
        metadata.data().topics().forEach(this::take);
        missing = wanted ? missing + 1 : 0;
        // The first answers come while much else begins; the shortest of some tells how far away the cluster is.
        wanted |= wantedMeanwhile || ++answers < FIRST_ANSWERS;
        pause(now);
    }

    /** The longer something is missing, the more rarely it is asked for. */
    private void pause(long now) {
        notBefore = now + Network.BACKOFF_NANOS * Math.min(LONGEST_PAUSE, 1 + missing);
    }

    private void take(MetadataResponseTopic topic) {
        String name = topic.name();
        if (name == null || !topics.contains(name)) {
            return;
        }
        Errors error = Errors.forCode(topic.errorCode());
        errors.put(name, error);
        if (error != Errors.NONE) {
            wanted = true;
            return;
        }
        if (!topic.topicId().equals(ids.put(name, topic.topicId()))) {
            // The epochs of another topic say nothing about this one's.
            leaders.keySet().removeIf(partition -> partition.topic().equals(name));
        }
        for (MetadataResponsePartition partition : topic.partitions()) {
            take(new TopicPartition(name, partition.partitionIndex()), partition);
        }
    }

    private void take(TopicPartition partition, MetadataResponsePartition seen) {
        Leader known = leaders.get(partition);
        Node node = brokers.get(seen.leaderId());
        if (node == null) {
            leaders.remove(partition);
            wanted = true;
        } else if (known == null || seen.leaderEpoch() >= known.epoch()) {
            leaders.put(partition, new Leader(node, seen.leaderEpoch()));
        } else {
            // A broker that lags answered.
            wanted = true;
        }
    }
}
