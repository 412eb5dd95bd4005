package io.mirrorkit.core.internal.lane.wire;

import io.mirrorkit.core.internal.lane.ByteBudget;
import io.mirrorkit.core.internal.lane.LaneFailure;
import io.mirrorkit.core.internal.lane.wire.BufferPool.Pooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.FetchSessionHandler;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.FetchMetadata;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.utils.LogContext;
import org.jspecify.annotations.Nullable;

/**
 * Fetches from the source's brokers: one session (KIP-227) and one request under way for each connection, asked for by topic id (KIP-516), so that a
 * topic that was created again is never taken for the old one. Belongs to a lane's worker.
 */
final class SourceReader {

    private static final short LAST_VERSION_WITH_TOPIC_NAMES = 12;
    private static final int CONNECTIONS_WHEN_FAR = 4;
    private static final int WAIT_FOR_BYTES = 1;
    private static final int WAIT_WHILE_SOME_ARE_FULL_MS = 5;

    /** Responses under way, of all brokers together, may bring so large a part of what is free; the rest is for what they find waiting. */
    private static final int SHARE_OF_BUDGET = 2;

    private static final int LEAST_FETCH = 1 << 20;

    private final Network network;
    private final Leaders leaders;
    private final IsolationLevel isolation;
    private final ByteBudget budget;
    private final int maxBytes;
    private final int partitionBytes;
    private final int maxWaitMs;
    private final String rack;
    private final long preferenceNanos;
    private final Map<Integer, Broker> brokers = new HashMap<>();
    private int underWay;

    /** One connection to a broker of the source. */
    private static final class Broker {
        private final FetchSessionHandler session;
        private boolean underWay;
        private long notBefore = System.nanoTime();

        /** Whether partitions will want more in a moment, and should not have to wait for the others' next records. */
        private boolean someAreFull;

        private Map<TopicPartition, FetchRequest.PartitionData> asked = Map.of();

        Broker(int id) {
            session = new FetchSessionHandler(new LogContext(), id);
        }
    }

    SourceReader(Network network, Leaders leaders, ConsumerConfig config, IsolationLevel isolation, ByteBudget budget) {
        this.network = network;
        this.leaders = leaders;
        this.isolation = isolation;
        this.budget = budget;
        this.maxBytes = config.getInt(ConsumerConfig.FETCH_MAX_BYTES_CONFIG);
        this.partitionBytes = (int) Math.min(
                config.getInt(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
                Math.max(LEAST_FETCH, budget.capacity() / SHARE_OF_BUDGET));
        this.maxWaitMs = config.getInt(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG);
        this.rack = config.getString(CommonClientConfigs.CLIENT_RACK_CONFIG);
        this.preferenceNanos = config.getLong(CommonClientConfigs.METADATA_MAX_AGE_CONFIG) * 1_000_000;
    }

    /**
     * Sends fetches for the partitions that want more, on each connection that isn't answering one.
     *
     * @return whether something waits for a broker that can't be reached
     */
    boolean drive(
            Collection<WirePartition> partitions,
            Function<TopicPartition, @Nullable WirePartition> bySource,
            long now) {
        Map<Node, Map<WirePartition, FetchRequest.PartitionData>> wanted = new LinkedHashMap<>();
        for (WirePartition partition : partitions) {
            if (partition.mayFetch(now)) {
                want(partition, wanted, now);
            }
        }
        underWay = (int) brokers.values().stream()
                        .filter(broker -> broker.underWay)
                        .count()
                + wanted.size();
        boolean waits = false;
        for (Map.Entry<Node, Map<WirePartition, FetchRequest.PartitionData>> entry : wanted.entrySet()) {
            waits |= !fetchIfReady(entry.getKey(), entry.getValue(), bySource, now);
        }
        return waits;
    }

    private boolean fetchIfReady(
            Node node,
            Map<WirePartition, FetchRequest.PartitionData> from,
            Function<TopicPartition, @Nullable WirePartition> bySource,
            long now) {
        try {
            if (network.isReady(node)) {
                fetch(node, from, bySource);
                return true;
            }
            if (network.failed(node)) {
                unreachable(from.keySet(), now);
            }
        } catch (AuthenticationException e) {
            from.keySet().forEach(partition -> partition.fails(new LaneFailure.OnSource(partition.source(), e)));
        }
        return false;
    }

    /** Its partitions have other leaders by now, or soon will; a replica that was preferred is so no longer. */
    private void unreachable(Collection<WirePartition> partitions, long now) {
        for (WirePartition partition : partitions) {
            partition.prefers(-1, now);
            partition.fetchLater(now);
        }
        leaders.refresh();
    }

    private void want(
            WirePartition partition, Map<Node, Map<WirePartition, FetchRequest.PartitionData>> wanted, long now) {
        Leaders.Leader leader = leaders.of(
                partition.source(), partition.partition().generation().sourceTopicId());
        if (leader == null) {
            failIfForbidden(partition);
            leaders.refresh();
            return;
        }
        Node node = connection(nodeFor(partition, leader, now), partition);
        Broker broker = brokers.computeIfAbsent(node.id(), Broker::new);
        if (broker.underWay || now - broker.notBefore < 0) {
            return;
        }
        if (partition.hasRoom(partitionBytes)) {
            wanted.computeIfAbsent(node, n -> new LinkedHashMap<>())
                    .put(partition, partition.asks(leader.epoch(), partitionBytes));
        } else if (partition.outbox().isMoving(now)) {
            broker.someAreFull = true;
        }
    }

    private void failIfForbidden(WirePartition partition) {
        String topic = partition.source().topic();
        if (leaders.error(topic) == Errors.TOPIC_AUTHORIZATION_FAILED) {
            partition.fails(
                    new LaneFailure.OnSource(partition.source(), new TopicAuthorizationException(Set.of(topic))));
        }
    }

    /**
     * Over a long link a broker's partitions are shared out among several connections: while the response of one is on its way, the next
     * request of another is, and none is limited by what one connection may have under way.
     */
    private Node connection(Node node, WirePartition partition) {
        return leaders.roundTrips().isFar()
                ? network.another(node, Math.floorMod(partition.source().hashCode(), CONNECTIONS_WHEN_FAR))
                : node;
    }

    private Node nodeFor(WirePartition partition, Leaders.Leader leader, long now) {
        int preferred = partition.preferredReplica(now);
        Node replica = preferred < 0 ? null : leaders.broker(preferred);
        return replica == null ? leader.node() : replica;
    }

    private void fetch(
            Node node,
            Map<WirePartition, FetchRequest.PartitionData> from,
            Function<TopicPartition, @Nullable WirePartition> bySource) {
        Broker broker = brokers.computeIfAbsent(node.id(), Broker::new);
        FetchSessionHandler.Builder session = broker.session.newBuilder(from.size(), false);
        inTurn(broker, from.keySet())
                .forEach(partition -> session.add(partition.source(), Objects.requireNonNull(from.get(partition))));
        FetchSessionHandler.FetchRequestData data = session.build();
        int waitMs = broker.someAreFull ? Math.min(maxWaitMs, WAIT_WHILE_SOME_ARE_FULL_MS) : maxWaitMs;
        broker.someAreFull = false;
        broker.underWay = true;
        broker.asked = data.sessionPartitions();
        short version = data.canUseTopicIds() ? ApiKeys.FETCH.latestVersion() : LAST_VERSION_WITH_TOPIC_NAMES;
        FetchRequest.Builder request = FetchRequest.Builder.forConsumer(version, waitMs, WAIT_FOR_BYTES, data.toSend())
                .isolationLevel(isolation)
                .setMaxBytes(responseBytes())
                .metadata(data.metadata())
                .removed(data.toForget())
                .replaced(data.toReplace())
                .rackId(rack);
        network.send(node, request, response -> answered(node, broker, response, bySource));
    }

    /** Within a session the broker lets partitions take turns; without one, it fills the response from the first on. */
    private static Collection<WirePartition> inTurn(Broker broker, Set<WirePartition> partitions) {
        if (broker.session.sessionId() != FetchMetadata.INVALID_SESSION_ID) {
            return partitions;
        }
        List<WirePartition> sorted = new ArrayList<>(partitions);
        sorted.sort(Comparator.comparingLong(WirePartition::broughtAt));
        return sorted;
    }

    /** A broker that has more sends at least one batch, however large. */
    private int responseBytes() {
        long free = budget.capacity() - budget.used();
        return (int) Math.min(maxBytes, Math.max(LEAST_FETCH, free / SHARE_OF_BUDGET / Math.max(1, underWay)));
    }

    private void answered(
            Node node,
            Broker broker,
            ClientResponse response,
            Function<TopicPartition, @Nullable WirePartition> bySource) {
        broker.underWay = false;
        if (response.versionMismatch() != null) {
            throw response.versionMismatch();
        }
        Pooled memory = response.hasResponse() ? network.takeResponseMemory(node) : null;
        try {
            if (response.responseBody() instanceof FetchResponse fetched) {
                take(broker, fetched, response.requestHeader().apiVersion(), memory, bySource);
            } else {
                broker.session.handleError(DisconnectException.INSTANCE);
                leaders.refresh();
            }
        } finally {
            if (memory != null) {
                memory.release();
            }
        }
    }

    private void take(
            Broker broker,
            FetchResponse response,
            short version,
            @Nullable Pooled memory,
            Function<TopicPartition, @Nullable WirePartition> bySource) {
        long now = System.nanoTime();
        if (!broker.session.handleResponse(response, version)) {
            if (response.error() == Errors.UNKNOWN_TOPIC_ID || response.error() == Errors.INCONSISTENT_TOPIC_ID) {
                leaders.refresh();
            }
            broker.notBefore = now + Network.BACKOFF_NANOS;
            return;
        }
        response.responseData(broker.session.sessionTopicNames(), version).forEach((source, data) -> {
            WirePartition partition = bySource.apply(source);
            FetchRequest.PartitionData asked = broker.asked.get(source);
            // An answer to an earlier question, or to one by a partition that has left and come back, is none.
            if (partition != null && asked != null && partition.isAbout(asked)) {
                take(partition, asked, data, memory, now);
            }
        });
    }

    private void take(
            WirePartition partition,
            FetchRequest.PartitionData asked,
            FetchResponseData.PartitionData data,
            @Nullable Pooled memory,
            long now) {
        Errors error = Errors.forCode(data.errorCode());
        if (error != Errors.NONE) {
            refused(partition, error, now);
        } else if (FetchResponse.isDivergingEpoch(data)) {
            partition.fails(truncated(partition, data.divergingEpoch()));
        } else {
            FetchResponse.preferredReadReplica(data).ifPresent(replica -> prefers(partition, replica, now));
            bring(partition, asked, data, memory);
        }
    }

    /** A leader that names a closer replica sends no records; one that is new has to be found first. */
    private void prefers(WirePartition partition, int replica, long now) {
        partition.prefers(replica, now + preferenceNanos);
        if (leaders.broker(replica) == null) {
            partition.fetchLater(now);
            leaders.refresh();
        }
    }

    private static void bring(
            WirePartition partition,
            FetchRequest.PartitionData asked,
            FetchResponseData.PartitionData data,
            @Nullable Pooled memory) {
        MemoryRecords records = (MemoryRecords) FetchResponse.recordsOrFail(data);
        if (records.sizeInBytes() == 0) {
            return;
        }
        ByteBuffer log = records.buffer().slice();
        try {
            Fetched fetched = Fetched.of(
                    log,
                    partition.asked(asked.currentLeaderEpoch.orElse(Integer.MAX_VALUE), data.highWatermark()),
                    AbortedTransactions.of(data.abortedTransactions()),
                    memory);
            if (memory != null) {
                memory.hold();
            }
            partition.brought(fetched);
        } catch (MalformedBatchException e) {
            partition.fails(new LaneFailure.OnSource(partition.source(), e));
        }
    }

    private void refused(WirePartition partition, Errors error, long now) {
        switch (error) {
            case OFFSET_OUT_OF_RANGE -> {
                if (partition.preferredReplica(now) >= 0) {
                    // A follower may know less than the leader.
                    partition.prefers(-1, now);
                } else {
                    partition.fails(new LaneFailure.OutOfRange(partition.fetchOffset()));
                }
            }
            case TOPIC_AUTHORIZATION_FAILED ->
                partition.fails(new LaneFailure.OnSource(
                        partition.source(),
                        new TopicAuthorizationException(
                                Set.of(partition.source().topic()))));
            case CORRUPT_MESSAGE, UNSUPPORTED_COMPRESSION_TYPE ->
                partition.fails(new LaneFailure.OnSource(partition.source(), error.exception()));
            default -> {
                // Another leader, an election under way, a topic that is gone: the leaders are asked for again, and who
                // looks for
                // topics finds out what has become of it.
                partition.prefers(-1, now);
                partition.fetchLater(now);
                leaders.refresh();
            }
        }
    }

    private static LaneFailure truncated(WirePartition partition, FetchResponseData.EpochEndOffset end) {
        TopicPartition source = partition.source();
        return new LaneFailure.OnSource(
                source,
                new LogTruncationException(
                        "the log of " + source + " ends at offset " + end.endOffset() + " in epoch " + end.epoch()
                                + ", before the position " + partition.fetchOffset(),
                        Map.of(source, partition.fetchOffset()),
                        Map.of(source, new OffsetAndMetadata(end.endOffset()))));
    }
}
