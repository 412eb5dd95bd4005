package io.mirrorkit.core.internal.status;

import io.mirrorkit.api.errors.MirrorException;
import io.mirrorkit.api.ledger.Checkpoint;
import io.mirrorkit.api.ledger.GroupStatus;
import io.mirrorkit.api.ledger.GroupsObserved;
import io.mirrorkit.api.ledger.InternalTopics;
import io.mirrorkit.api.ledger.SlotStatus;
import io.mirrorkit.api.ledger.StatusKey;
import io.mirrorkit.core.internal.ledger.TopicScan;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what was seen of the source to the status topic, and checkpoints to MirrorMaker 2's topic. Thread-safe. A record that can't be
 * written is logged once and counted; the next interval writes a newer one.
 */
public final class StatusTopic implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusTopic.class);

    private final String statusTopic;
    private final String checkpointsTopic;
    private final String instanceId;
    private final Producer<byte[], byte[]> producer;
    private final AtomicLong failures = new AtomicLong();

    /** Volatile: set by the producer's thread, taken by the groups thread. */
    private volatile boolean lost;

    /** Volatile: set by whoever closes, read by the producer's thread. What is cut off then is written anew by the next owner. */
    private volatile boolean closing;

    /** A writer that closes its producer. */
    public StatusTopic(String flow, String sourceAlias, String instanceId, Producer<byte[], byte[]> producer) {
        this.statusTopic = InternalTopics.status(flow);
        this.checkpointsTopic = InternalTopics.checkpoints(sourceAlias);
        this.instanceId = instanceId;
        this.producer = producer;
    }

    /** What an earlier instance wrote of groups. */
    public static Map<String, GroupStatus> groups(Consumer<byte[], byte[]> consumer, String flow, Duration timeout) {
        String topic = InternalTopics.status(flow);
        Map<String, GroupStatus> groups = new HashMap<>();
        TopicScan.readAll(consumer, List.of(new TopicPartition(topic, 0)), timeout, record -> {
            try {
                if (StatusKey.decode(record.key()) instanceof StatusKey.Group key) {
                    if (record.value() == null) {
                        groups.remove(key.group());
                    } else {
                        groups.put(key.group(), GroupStatus.decode(record.value()));
                    }
                }
            } catch (MirrorException e) {
                LOG.warn(
                        "A status record was skipped: topic={} offset={} reason={}",
                        topic,
                        record.offset(),
                        e.getMessage());
            }
        });
        return groups;
    }

    /** Writes a slot's status. */
    public void write(int slot, long nowMs, List<SlotStatus.PartitionStatus> partitions) {
        send(statusTopic, new StatusKey.Slot(slot).encode(), new SlotStatus(instanceId, nowMs, partitions).encode());
    }

    /** Writes a group's status. */
    public void write(String group, GroupStatus status) {
        send(statusTopic, new StatusKey.Group(group).encode(), status.encode());
    }

    /** Writes when all groups were looked at. */
    public void observed(long nowMs) {
        send(statusTopic, new StatusKey.Observed().encode(), new GroupsObserved(nowMs, instanceId).encode());
    }

    /** Writes a checkpoint. */
    public void write(Checkpoint checkpoint) {
        send(checkpointsTopic, checkpoint.key(), checkpoint.value());
    }

    private void send(String topic, byte[] key, byte[] value) {
        producer.send(new ProducerRecord<>(topic, 0, key, value), (metadata, exception) -> {
            if (exception == null || closing) {
                return;
            }
            lost = true;
            if (failures.getAndIncrement() == 0) {
                LOG.warn(
                        "What was seen could not be written; further failures are counted only: topic={}",
                        topic,
                        exception);
            }
        });
    }

    /** Whether something written since the last call did not arrive. */
    public boolean lostSome() {
        boolean some = lost;
        lost = false;
        return some;
    }

    /** Waits until everything written so far is acknowledged. */
    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        closing = true;
        producer.close(Duration.ofMillis(500));
    }
}
