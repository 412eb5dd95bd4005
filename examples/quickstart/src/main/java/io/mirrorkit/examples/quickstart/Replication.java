package io.mirrorkit.examples.quickstart;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.FlowConfig;
import io.mirrorkit.api.ledger.GroupStatus;
import io.mirrorkit.api.ledger.SlotStatus.PartitionStatus;
import io.mirrorkit.core.CloseMode;
import io.mirrorkit.core.FlowStatus;
import io.mirrorkit.core.MirrorEngine;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/** The engine with its one flow, and waiting for it. */
final class Replication implements AutoCloseable {

    private static final List<String> TOPICS = List.of(Workload.ORDERS, Workload.PAYMENTS);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Flow flow = Flow.builder("primary", "backup")
            .topics(TopicFilters.of(TOPICS, List.of()))
            .policy(NamingPolicies.prefix())
            .config(FlowConfig.STATUS_INTERVAL, Duration.ofMillis(200))
            .build();

    private final MirrorEngine engine;
    private final Screen screen;
    private long runningSinceNanos;
    private double secondsToCopy;

    Replication(Clusters clusters, Screen screen) {
        this.screen = screen;
        this.engine = MirrorEngine.builder()
                .cluster(flow.source(), clusters.primary().clientProperties())
                .cluster(flow.target(), clusters.backup().clientProperties())
                .flow(flow)
                .build();
    }

    Flow flow() {
        return flow;
    }

    /** Returns when the flow runs. */
    void start() {
        engine.start();
        runningSinceNanos = System.nanoTime();
    }

    FlowStatus status() {
        return engine.status().flow(flow.name()).orElseThrow();
    }

    /** Of the shop's topics: the flow copies its own heartbeats too. */
    private static long copied(FlowStatus status) {
        return status.partitions().stream()
                .filter(partition -> TOPICS.contains(partition.topic()))
                .mapToLong(PartitionStatus::copied)
                .sum();
    }

    /** From when the flow ran until the target had acknowledged all records. */
    double secondsToCopy() {
        return secondsToCopy;
    }

    /** Waits until the target has acknowledged all records. */
    void awaitCopied(long records) throws InterruptedException {
        await("all records to be copied", status -> copied(status) >= records && status.lag() == 0);
        secondsToCopy = (System.nanoTime() - runningSinceNanos) / 1e9;
    }

    /** Waits until the flow has seen where the group stands, and has committed the translation on the target. */
    void awaitCheckpoint(String group, Map<TopicPartition, Long> committed) throws InterruptedException {
        await("the group's last offsets to be seen", status -> Optional.ofNullable(
                        status.groups().get(group))
                .map(Replication::synced)
                .filter(committed::equals)
                .isPresent());
    }

    private static Map<TopicPartition, Long> synced(GroupStatus group) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        group.positions().stream()
                .filter(position -> position.synced() >= 0)
                .forEach(position -> offsets.put(
                        new TopicPartition(position.topic(), position.partition()), position.sourceOffset()));
        return offsets;
    }

    private void await(String what, Predicate<FlowStatus> condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long nextLine = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        FlowStatus status = status();
        while (!condition.test(status)) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(
                        "waited " + PATIENCE.toSeconds() + " s for " + what + " in vain; the flow is "
                                + status.state() + " " + status.reason() + ", copied " + copied(status) + ", lag "
                                + status.lag()
                                + ", group " + status.groups());
            }
            if (System.nanoTime() - nextLine > 0) {
                screen.say("%,d records copied", copied(status));
                nextLine += TimeUnit.SECONDS.toNanos(1);
            }
            TimeUnit.MILLISECONDS.sleep(50);
            status = status();
        }
    }

    /** Ends the engine at once, as if it had been lost with the cluster. */
    @Override
    public void close() {
        engine.close(CloseMode.DONT_DRAIN, Duration.ofSeconds(5));
    }
}
