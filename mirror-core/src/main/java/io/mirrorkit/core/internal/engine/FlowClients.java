package io.mirrorkit.core.internal.engine;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.FlowConfig;
import io.mirrorkit.core.internal.cluster.Cluster;
import io.mirrorkit.core.internal.lane.client.ClientLane;
import io.mirrorkit.core.internal.lane.client.ClientLanes;
import io.mirrorkit.core.internal.lane.wire.WireClients;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;

/**
 * The Kafka clients of a flow, each with the settings that its work needs. The numbers that matter to speed and memory are here and
 * nowhere else.
 */
final class FlowClients implements ClientLane.Clients, WireClients {

    private static final int BATCH_SIZE = 256 << 10;

    private final Flow flow;
    private final Cluster source;
    private final Cluster target;
    private final long memory;

    FlowClients(Flow flow, Cluster source, Cluster target, long memory) {
        this.flow = flow;
        this.source = source;
        this.target = target;
        this.memory = memory;
    }

    private String id(String role) {
        return "mirrorkit-" + flow.name() + "-" + role;
    }

    Cluster source() {
        return source;
    }

    Cluster target() {
        return target;
    }

    Admin sourceAdmin() {
        return source.admin(id("source-admin"));
    }

    Admin targetAdmin() {
        return target.admin(id("target-admin"));
    }

    /** A worker's reader: a quarter of the memory may lie in the fetch buffers of all. */
    @Override
    public Consumer<byte[], byte[]> consumer(int worker) {
        return source.consumer(
                id("reader-" + worker),
                Map.of(
                        "fetch.max.bytes",
                        (int) Math.min(32 << 20, Math.max(1 << 20, memory / 4 / ClientLanes.WORKERS)),
                        "max.partition.fetch.bytes",
                        4 << 20,
                        "max.poll.records",
                        5_000,
                        "receive.buffer.bytes",
                        1 << 20,
                        "fetch.max.wait.ms",
                        200),
                Map.of("isolation.level", flow.config().text(FlowConfig.ISOLATION_LEVEL)));
    }

    /** The lane's writer. It never gives a batch up by itself, so that order holds through an outage of any length. */
    @Override
    public Producer<byte[], byte[]> producer(int worker, String codec) {
        return target.producer(
                id("writer-" + worker + "-" + codec),
                Map.of(
                        "linger.ms", 1,
                        "send.buffer.bytes", 1 << 20,
                        "max.block.ms", 10_000,
                        "request.timeout.ms", 30_000,
                        "metadata.max.idle.ms", Integer.MAX_VALUE),
                Map.of(
                        "compression.type",
                        codec,
                        "batch.size",
                        BATCH_SIZE,
                        "buffer.memory",
                        memory,
                        "max.request.size",
                        (int) Math.min(64 << 20, memory),
                        "delivery.timeout.ms",
                        Integer.MAX_VALUE,
                        "max.in.flight.requests.per.connection",
                        5));
    }

    /** The wire lane's reader: as {@link #consumer}; its socket buffers are left to the system, which fits them to the link. */
    @Override
    public ConsumerConfig sourceConfig() {
        return source.consumerConfig(
                id("lane"),
                Map.of(
                        "fetch.max.bytes",
                        16 << 20,
                        "max.partition.fetch.bytes",
                        4 << 20,
                        "fetch.max.wait.ms",
                        1_000,
                        "receive.buffer.bytes",
                        -1,
                        "send.buffer.bytes",
                        -1));
    }

    @Override
    public ProducerConfig targetConfig() {
        return target.producerConfig(
                id("lane"), Map.of("receive.buffer.bytes", -1, "send.buffer.bytes", -1, "request.timeout.ms", 30_000));
    }

    @Override
    public IsolationLevel isolation() {
        return flow.config().text(FlowConfig.ISOLATION_LEVEL).equals("read_committed")
                ? IsolationLevel.READ_COMMITTED
                : IsolationLevel.READ_UNCOMMITTED;
    }

    @Override
    public String defaultCodec() {
        return flow.config().text(FlowConfig.COMPRESSION_TYPE);
    }

    @Override
    public int batchSize() {
        return BATCH_SIZE;
    }

    /** Writes one slot of the ledger. A transaction that a dead owner left open is ended at the next take-over. */
    Producer<byte[], byte[]> slotProducer(int slot) {
        return target.producer(
                id("ledger-" + slot),
                Map.of(),
                Map.of(
                        "transactional.id", "__mirror-" + flow.name() + "-" + slot,
                        "transaction.timeout.ms", 60_000,
                        "max.block.ms", 10_000,
                        "delivery.timeout.ms", 50_000,
                        "linger.ms", 0,
                        "buffer.memory", 16L << 20));
    }

    Producer<byte[], byte[]> statusProducer() {
        return target.producer(
                id("status"),
                Map.of(),
                Map.of(
                        "max.block.ms", 5_000,
                        "delivery.timeout.ms", 60_000,
                        "linger.ms", 5,
                        "compression.type", "lz4",
                        "max.request.size", 16 << 20));
    }

    /** Reads what is committed on the target: MirrorKit's own topics. */
    Consumer<byte[], byte[]> stateReader() {
        return target.consumer(id("state-reader"), Map.of(), Map.of("isolation.level", "read_committed"));
    }

    /** Reads the source as the lane does, to compare. */
    Consumer<byte[], byte[]> sourceComparer() {
        return source.consumer(
                id("source-comparer"),
                Map.of(),
                Map.of(
                        "isolation.level",
                        flow.config().text(FlowConfig.ISOLATION_LEVEL),
                        "auto.offset.reset",
                        "earliest"));
    }

    /** Reads the target, to compare. */
    Consumer<byte[], byte[]> targetComparer() {
        return target.consumer(id("target-comparer"), Map.of(), Map.of("auto.offset.reset", "earliest"));
    }
}
