package io.mirrorkit.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.MirrorEvent;
import io.mirrorkit.api.ledger.GroupStatus;
import io.mirrorkit.api.ledger.SlotStatus.PartitionStatus;
import io.mirrorkit.core.CloseMode;
import io.mirrorkit.core.FlowStatus;
import io.mirrorkit.core.MirrorEngine;
import io.mirrorkit.testing.TestCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.TopicPartition;

/** An engine that runs flows between test clusters, with quick intervals. */
final class Replication implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MirrorEngine engine;
    private final Map<String, TestCluster> clusters;
    private final List<MirrorEvent> events;

    private Replication(MirrorEngine engine, Map<String, TestCluster> clusters, List<MirrorEvent> events) {
        this.engine = engine;
        this.clusters = clusters;
        this.events = events;
    }

    /** Starts the flows. */
    static Replication start(Map<String, TestCluster> clusters, Flow... flows) {
        List<MirrorEvent> events = new CopyOnWriteArrayList<>();
        MirrorEngine.Builder builder = MirrorEngine.builder().listener(events::add);
        clusters.forEach((alias, cluster) -> builder.cluster(alias, cluster.clientProperties()));
        List.of(flows).forEach(builder::flow);
        Replication replication = new Replication(builder.build(), Map.copyOf(clusters), events);
        replication.engine.start();
        return replication;
    }

    /** A flow that looks often. */
    static Flow.Builder quick(String source, String target) {
        return Flow.builder(source, target)
                .config("topics.discovery.interval.ms", 300)
                .config("groups.discovery.interval.ms", 300)
                .config("checkpoint.interval.ms", 200)
                .config("status.interval.ms", 200)
                .config("ledger.flush.interval.ms", 50)
                .config("retry.backoff.max.ms", 1000)
                .config("lane", System.getProperty("mirrorkit.test.lane", "auto"));
    }

    MirrorEngine engine() {
        return engine;
    }

    List<MirrorEvent> events() {
        return events;
    }

    FlowStatus status(Flow flow) {
        return engine.status().flow(flow.name()).orElseThrow();
    }

    private Optional<PartitionStatus> status(Flow flow, TopicPartition partition) {
        return status(flow).partitions().stream()
                .filter(status ->
                        status.topic().equals(partition.topic()) && status.partition() == partition.partition())
                .findFirst();
    }

    /** Waits until all that can be read on the source is on the target and in the ledger, and the status says so. */
    void awaitCopied(Flow flow, String topic, int partitions) {
        TestCluster source = clusters.get(flow.source());
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            for (int number = 0; number < partitions; number++) {
                TopicPartition partition = new TopicPartition(topic, number);
                long end = Clusters.stableEnd(source, partition);
                Optional<PartitionStatus> status = status(flow, partition);
                assertThat(status)
                        .as("status of %s in %s", partition, status(flow))
                        .isPresent();
                assertThat(status.get().position()).as("%s", status).isGreaterThanOrEqualTo(end);
                assertThat(status.get().sourceStable()).as("%s", status).isGreaterThanOrEqualTo(end);
            }
        });
    }

    /** Waits until the engine has seen a group where it stands on the source, and translated it. */
    void awaitSeen(Flow flow, String group, Map<TopicPartition, Long> offsets) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            GroupStatus status = status(flow).groups().get(group);
            assertThat(status)
                    .as("status of group %s in %s", group, status(flow))
                    .isNotNull();
            Map<TopicPartition, Long> seen = new HashMap<>();
            status.positions().forEach(position -> {
                assertThat(position.problem()).as("%s", position).isEmpty();
                seen.put(new TopicPartition(position.topic(), position.partition()), position.sourceOffset());
            });
            assertThat(seen).as("group %s", group).isEqualTo(offsets);
        });
    }

    /** The remote partition of a source partition. */
    static TopicPartition remote(Flow flow, TopicPartition partition) {
        return new TopicPartition(flow.policy().remoteTopic(flow.source(), partition.topic()), partition.partition());
    }

    @Override
    public void close() {
        engine.close(CloseMode.DRAIN, Duration.ofSeconds(10));
    }
}
