package io.mirrorkit.core.internal.lane.wire;

import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.InitProducerIdRequest;
import org.apache.kafka.common.requests.InitProducerIdResponse;
import org.jspecify.annotations.Nullable;

/**
 * The idempotent producer ids of a lane (KIP-98). A partition writes under one id for as long as it stays in the lane; a partition that comes
 * back gets another id, so that a sequence that ended in doubt is never continued. Belongs to a lane's worker.
 */
final class ProducerIds {

    /** An id that a partition may write under. */
    record ProducerId(long id, short epoch) {}

    private final Network network;
    private final Leaders target;
    private final Set<TopicPartition> usedBy = new HashSet<>();
    private @Nullable ProducerId current;
    private boolean wanted;
    private boolean underWay;
    private long notBefore = System.nanoTime();
    private @Nullable RuntimeException refusal;

    ProducerIds(Network network, Leaders target) {
        this.network = network;
        this.target = target;
    }

    /**
     * An id for a partition that begins, or null while it is being asked for.
     *
     * @throws AuthorizationException if the target refuses one
     */
    @Nullable
    ProducerId take(TopicPartition remote) {
        if (refusal != null) {
            throw refusal;
        }
        if (current == null || usedBy.contains(remote)) {
            wanted = true;
            return null;
        }
        usedBy.add(remote);
        return current;
    }

    /** Whether an answer is missing. */
    boolean isWanted() {
        return wanted;
    }

    /** Asks for an id, if one is wanted. */
    void drive(long now) {
        if (!wanted || underWay || now - notBefore < 0) {
            return;
        }
        Node node = target.anyReady();
        if (node != null) {
            underWay = true;
            InitProducerIdRequestData data = new InitProducerIdRequestData()
                    .setTransactionalId(null)
                    .setTransactionTimeoutMs(Integer.MAX_VALUE)
                    .setProducerId(RecordBatch.NO_PRODUCER_ID)
                    .setProducerEpoch(RecordBatch.NO_PRODUCER_EPOCH);
            network.send(node, new InitProducerIdRequest.Builder(data), this::answered);
        }
    }

    private void answered(ClientResponse response) {
        underWay = false;
        notBefore = System.nanoTime() + Network.BACKOFF_NANOS;
        if (!(response.responseBody() instanceof InitProducerIdResponse answer)) {
            return;
        }
        if (answer.error() == Errors.NONE) {
            current = new ProducerId(answer.data().producerId(), answer.data().producerEpoch());
            usedBy.clear();
            wanted = false;
        } else if (answer.error().exception() instanceof AuthorizationException e) {
            refusal = e;
        }
    }
}
