package io.mirrorkit.core.internal.lane.wire;

import io.mirrorkit.core.internal.lane.LaneFailure;
import io.mirrorkit.core.internal.lane.wire.ProducerIds.ProducerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData.BatchIndexAndErrorMessage;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches to the target's brokers: one batch per partition in a request, as many partitions as there are, and up to
 * {@link RepackRule#IN_FLIGHT} requests under way for each connection. Topics are named by id (KIP-516): nothing is written to a remote topic that was
 * created again. Belongs to a lane's worker.
 */
final class TargetWriter {

    private static final int CONNECTIONS = 4;
    private static final short ALL_IN_SYNC_REPLICAS = -1;

    private final Network network;
    private final Leaders leaders;
    private final ProducerIds ids;
    private final BatchHeader header;
    private final RoundTrips roundTrips;
    private final int requestBytes;
    private final int timeoutMs;
    private long turn;

    TargetWriter(
            Network network,
            Leaders leaders,
            ProducerIds ids,
            BatchHeader header,
            RoundTrips roundTrips,
            int requestBytes,
            int timeoutMs) {
        this.network = network;
        this.leaders = leaders;
        this.ids = ids;
        this.header = header;
        this.roundTrips = roundTrips;
        this.requestBytes = requestBytes;
        this.timeoutMs = timeoutMs;
    }

    /** A batch in a request. */
    private record Entry(WirePartition partition, OutBatch batch) {}

    /** What one request carries, to find it again by what the answer says. */
    private static final class Request {
        private final Map<TopicPartition, Entry> entries = new LinkedHashMap<>();
        private final Map<Uuid, String> names = new HashMap<>();
        private final long sentAt = System.nanoTime();
        private long bytes;
    }

    /**
     * Sends what the partitions have, as far as their leaders take it.
     *
     * @param paused whether only what was sent before is sent, again
     * @return whether something waits for a leader that can't be reached
     */
    boolean drive(Collection<WirePartition> partitions, boolean paused, long now) {
        Map<Node, List<WirePartition>> byConnection = new LinkedHashMap<>();
        boolean waits = false;
        for (WirePartition partition : partitions) {
            if (!partition.hasSomething(paused)) {
                partition.waitsForTarget(false);
            } else if (now - partition.outbox().notBefore() >= 0) {
                Leaders.Leader leader = leaders.of(
                        partition.remote(), partition.partition().generation().targetTopicId());
                if (leader == null) {
                    failIfForbidden(partition);
                    partition.waitsForTarget(true);
                    leaders.refresh();
                    waits = true;
                } else {
                    byConnection
                            .computeIfAbsent(connection(leader.node(), partition), node -> new ArrayList<>())
                            .add(partition);
                }
            }
        }
        for (Map.Entry<Node, List<WirePartition>> entry : byConnection.entrySet()) {
            waits |= !sendTo(entry.getKey(), entry.getValue(), paused);
        }
        return waits;
    }

    /**
     * A broker answers the requests of one connection one after the other, and takes most of its time to check what is in them. So a
     * leader's partitions are shared out among several connections, each always to the same.
     */
    private Node connection(Node node, WirePartition partition) {
        return network.another(node, Math.floorMod(partition.remote().hashCode(), CONNECTIONS));
    }

    private void failIfForbidden(WirePartition partition) {
        String topic = partition.remote().topic();
        if (leaders.error(topic) == Errors.TOPIC_AUTHORIZATION_FAILED) {
            partition.fails(new LaneFailure.OnTarget(
                    partition.outbox().position(), new TopicAuthorizationException(Set.of(topic))));
        }
    }

    /** Answers whether the node can be reached. */
    private boolean sendTo(Node node, List<WirePartition> partitions, boolean paused) {
        try {
            if (network.inFlight(node) == 0 && !network.isReady(node)) {
                partitions.forEach(partition -> partition.waitsForTarget(true));
                if (network.failed(node)) {
                    // Its partitions have other leaders by now, or soon will.
                    leaders.refresh();
                }
                return false;
            }
            sendToReady(node, partitions, paused);
            return true;
        } catch (AuthenticationException e) {
            partitions.forEach(partition ->
                    partition.fails(new LaneFailure.OnTarget(partition.outbox().position(), e)));
            return false;
        }
    }

    private void sendToReady(Node node, List<WirePartition> partitions, boolean paused) {
        List<WirePartition> left = partitions;
        while (!left.isEmpty() && network.isReady(node)) {
            // Those that were served longest ago come first, for a request may not hold something of each.
            left.sort(Comparator.comparingLong(WirePartition::servedAt));
            Request request = new Request();
            List<WirePartition> more = new ArrayList<>();
            for (WirePartition partition : left) {
                if (request.bytes < requestBytes) {
                    put(partition, request);
                }
                if (partition.hasSomething(paused)) {
                    more.add(partition);
                }
            }
            if (request.entries.isEmpty()) {
                return;
            }
            send(node, request);
            left = more;
        }
    }

    private void put(WirePartition partition, Request request) {
        OutBatch batch = partition.next(ids);
        ProducerId producer = partition.outbox().producer();
        if (batch != null && producer != null) {
            int sequence = partition.outbox().sends(batch);
            partition.served(++turn);
            partition.waitsForTarget(false);
            header.address(batch.log(), batch.at(), producer.id(), producer.epoch(), sequence);
            request.entries.put(partition.remote(), new Entry(partition, batch));
            request.bytes += batch.sizeInBytes();
        }
    }

    private void send(Node node, Request request) {
        Map<String, TopicProduceData> topics = new LinkedHashMap<>();
        request.entries.forEach((remote, entry) -> {
            Uuid id = entry.partition.partition().generation().targetTopicId();
            request.names.put(id, remote.topic());
            topics.computeIfAbsent(
                            remote.topic(),
                            name -> new TopicProduceData().setName(name).setTopicId(id))
                    .partitionData()
                    .add(new PartitionProduceData()
                            .setIndex(remote.partition())
                            .setRecords(MemoryRecords.readableRecords(entry.batch.slice())));
        });
        ProduceRequestData data = new ProduceRequestData()
                .setTransactionalId(null)
                .setAcks(ALL_IN_SYNC_REPLICAS)
                .setTimeoutMs(timeoutMs);
        topics.values().forEach(data.topicData()::add);
        network.send(node, ProduceRequest.builder(data), response -> answered(request, response));
    }

    private void answered(Request request, ClientResponse response) {
        if (response.versionMismatch() != null) {
            throw response.versionMismatch();
        }
        if (response.responseBody() instanceof ProduceResponse answer) {
            long now = System.nanoTime();
            roundTrips.took(now - request.sentAt, now);
            for (TopicProduceResponse topic : answer.data().responses()) {
                String name = topic.name().isEmpty() ? request.names.getOrDefault(topic.topicId(), "") : topic.name();
                for (PartitionProduceResponse partition : topic.partitionResponses()) {
                    Entry entry = request.entries.remove(new TopicPartition(name, partition.index()));
                    if (entry != null) {
                        answered(entry, partition);
                    }
                }
            }
        }
        // No answer, or none about these.
        request.entries.values().forEach(entry -> failed(entry, Errors.NETWORK_EXCEPTION, -1));
    }

    private void answered(Entry entry, PartitionProduceResponse answer) {
        Errors error = Errors.forCode(answer.errorCode());
        if (error == Errors.NONE) {
            tell(entry, entry.partition.outbox().acknowledged(entry.batch, answer.baseOffset()));
        } else {
            List<BatchIndexAndErrorMessage> named = answer.recordErrors();
            failed(entry, error, named.isEmpty() ? -1 : named.get(0).batchIndex());
        }
    }

    private void failed(Entry entry, Errors error, int record) {
        leaders.refresh();
        tell(entry, entry.partition.outbox().failed(entry.batch, error, record));
    }

    private static void tell(Entry entry, @Nullable LaneFailure failure) {
        if (failure != null) {
            entry.partition.fails(failure);
        }
        entry.partition.balance();
    }
}
