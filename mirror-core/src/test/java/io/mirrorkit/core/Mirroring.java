package io.mirrorkit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.MirrorEvent;
import io.mirrorkit.api.ledger.SlotStatus.PartitionStatus;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import io.mirrorkit.testing.Records;
import io.mirrorkit.testing.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** An engine between two test clusters, called {@code a} and {@code b}, with quick intervals. */
final class Mirroring implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MirrorEngine engine;
    private final Flow flow;
    private final List<MirrorEvent> events;
    private final TestCluster source;
    private final TestCluster target;

    private Mirroring(
            MirrorEngine engine, Flow flow, List<MirrorEvent> events, TestCluster source, TestCluster target) {
        this.engine = engine;
        this.flow = flow;
        this.events = events;
        this.source = source;
        this.target = target;
    }

    /** A flow of its own for each first topic, so that tests can share clusters. */
    static Flow.Builder flow(String... topics) {
        return named(quick(Flow.builder("a", "b")), topics);
    }

    /** As {@link #flow}, on the wire lane in any case. */
    static Flow.Builder wire(String... topics) {
        return named(quick(Flow.builder("a", "b"), "wire"), topics);
    }

    private static Flow.Builder named(Flow.Builder builder, String... topics) {
        return builder.name("flow." + topics[0])
                .topics(TopicFilters.include(topics))
                .policy(NamingPolicies.prefix());
    }

    static Flow.Builder quick(Flow.Builder builder) {
        return quick(builder, System.getProperty("mirrorkit.test.lane", "auto"));
    }

    static Flow.Builder quick(Flow.Builder builder, String lane) {
        return builder.config("topics.discovery.interval.ms", 300)
                .config("groups.discovery.interval.ms", 300)
                .config("checkpoint.interval.ms", 200)
                .config("status.interval.ms", 200)
                .config("ledger.flush.interval.ms", 50)
                .config("retry.backoff.max.ms", 1000)
                .config("heartbeats.enabled", false)
                .config("lane", lane);
    }

    static Mirroring of(TestCluster source, TestCluster target, Flow flow) {
        return of(source, source.clientProperties(), target, target.clientProperties(), flow);
    }

    static Mirroring of(
            TestCluster source,
            Map<String, Object> toSource,
            TestCluster target,
            Map<String, Object> toTarget,
            Flow flow) {
        List<MirrorEvent> events = new CopyOnWriteArrayList<>();
        MirrorEngine engine = MirrorEngine.builder()
                .cluster("a", toSource)
                .cluster("b", toTarget)
                .flow(flow)
                .listener(events::add)
                .build();
        return new Mirroring(engine, flow, events, source, target);
    }

    static Mirroring started(TestCluster source, TestCluster target, Flow flow) {
        Mirroring mirroring = of(source, target, flow);
        mirroring.engine.start();
        return mirroring;
    }

    MirrorEngine engine() {
        return engine;
    }

    List<MirrorEvent> events() {
        return events;
    }

    FlowStatus status() {
        return engine.status().flow(flow.name()).orElseThrow();
    }

    Optional<PartitionStatus> status(String topic, int partition) {
        return status().partitions().stream()
                .filter(status -> status.topic().equals(topic) && status.partition() == partition)
                .findFirst();
    }

    /** Waits until everything that can be read on the source is on the target and in the ledger. */
    void awaitCopied(String topic, int partitions) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            for (int partition = 0; partition < partitions; partition++) {
                long end = stableEnd(new TopicPartition(topic, partition));
                assertThat(status(topic, partition))
                        .as("status of %s-%d in %s", topic, partition, status())
                        .isPresent();
                assertThat(status(topic, partition).orElseThrow().position())
                        .as("position of %s-%d: %s", topic, partition, status(topic, partition))
                        .isGreaterThanOrEqualTo(end);
            }
        });
    }

    private long stableEnd(TopicPartition partition) throws Exception {
        return source.admin()
                .listOffsets(
                        Map.of(partition, org.apache.kafka.clients.admin.OffsetSpec.latest()),
                        new org.apache.kafka.clients.admin.ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .partitionResult(partition)
                .get()
                .offset();
    }

    void assertSame(String topic, int partitions) {
        for (int partition = 0; partition < partitions; partition++) {
            Records.assertSameRecords(sourceRecords(topic, partition), targetRecords(topic, partition));
        }
    }

    List<ConsumerRecord<byte[], byte[]>> sourceRecords(String topic, int partition) {
        return Records.readAll(source, new TopicPartition(topic, partition), IsolationLevel.READ_COMMITTED);
    }

    List<ConsumerRecord<byte[], byte[]>> targetRecords(String topic, int partition) {
        return Records.readAll(
                target,
                new TopicPartition(flow.policy().remoteTopic("a", topic), partition),
                IsolationLevel.READ_COMMITTED);
    }

    @Override
    public void close() {
        engine.close(CloseMode.DRAIN, Duration.ofSeconds(10));
    }
}
