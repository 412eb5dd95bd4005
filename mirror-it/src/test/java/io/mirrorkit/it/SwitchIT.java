package io.mirrorkit.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.ReplicationPolicy;
import io.mirrorkit.failover.Applied;
import io.mirrorkit.failover.Basis;
import io.mirrorkit.failover.Decision.Seek;
import io.mirrorkit.failover.FailoverClient;
import io.mirrorkit.failover.GroupPlan;
import io.mirrorkit.failover.NotArrived;
import io.mirrorkit.failover.PartitionPlan;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import io.mirrorkit.testing.BrokerProcess;
import io.mirrorkit.testing.EmbeddedCluster;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Invariants C and G: the source is killed and the engine is gone; with the target alone, every group goes on at the very record that it
 * would have read next on the source. What the source held is known to the test, which read it before.
 */
class SwitchIT {

    private static final int PARTITIONS = 4;

    /** Records were deleted on the source before they could be copied: this partition begins behind them. */
    private static final int DELETED_PARTITION = 3;

    private static final long DELETED_BEFORE = 9;

    /** The same story under each naming, with a flow, a topic and groups of its own. */
    private enum Naming {
        PREFIX("orders", NamingPolicies.prefix()),
        IDENTITY("invoices", NamingPolicies.identity()),
        MAPPING("parcels", NamingPolicies.mapping("{topic}-dr").withPair("parcels", "shipments"));

        private final String topic;
        private final Flow flow;

        Naming(String topic, ReplicationPolicy policy) {
            this.topic = topic;
            this.flow = Replication.quick("a", "b")
                    .name("switch-" + topic)
                    .topics(TopicFilters.include(topic))
                    .groups(group -> group.startsWith(topic + "-"))
                    .policy(policy)
                    .config("heartbeats.enabled", false)
                    .build();
        }

        String group(String name) {
            return topic + "-" + name;
        }

        TopicPartition partition(int number) {
            return new TopicPartition(topic, number);
        }

        TopicPartition remote(int number) {
            return Replication.remote(flow, partition(number));
        }

        Map<TopicPartition, Long> everywhere(Map<Integer, Long> offsets) {
            Map<TopicPartition, Long> all = new HashMap<>();
            offsets.forEach((number, offset) -> all.put(partition(number), offset));
            return all;
        }
    }

    /** Offsets of the source's records by partition and id. */
    private static final Map<Naming, List<Map<String, Long>>> HELD = new EnumMap<>(Naming.class);

    /** What groups had processed on the source when it was lost. */
    private static final Map<String, List<ConsumerRecord<byte[], byte[]>>> PROCESSED = new HashMap<>();

    /** Where groups stood on the source when it was lost. */
    private static final Map<String, Map<TopicPartition, Long>> STOOD = new HashMap<>();

    /** Where those records lie on the target, which nobody writes to any more. */
    private static final Map<TopicPartition, Truth> TRUTH = new HashMap<>();

    private static EmbeddedCluster target;

    @BeforeAll
    static void loseTheSource() throws Exception {
        target = EmbeddedCluster.start();
        try (BrokerProcess source = BrokerProcess.start()) {
            for (Naming naming : Naming.values()) {
                produce(source, naming);
            }
            Flow[] flows = Stream.of(Naming.values()).map(naming -> naming.flow).toArray(Flow[]::new);
            try (Replication replication = Replication.start(Map.of("a", source, "b", target), flows)) {
                for (Naming naming : Naming.values()) {
                    process(source, naming, GroupProtocol.CLASSIC);
                    process(source, naming, GroupProtocol.CONSUMER);
                    stand(source, naming, replication);
                }
                for (Naming naming : Naming.values()) {
                    replication.awaitCopied(naming.flow, naming.topic, PARTITIONS);
                    HELD.put(
                            naming,
                            Stream.iterate(0, number -> number < PARTITIONS, number -> number + 1)
                                    .map(number -> Truth.offsets(source, naming.partition(number)))
                                    .toList());
                }
                for (Map.Entry<String, Map<TopicPartition, Long>> group : STOOD.entrySet()) {
                    replication.awaitSeen(namingOf(group.getKey()).flow, group.getKey(), group.getValue());
                }
                source.kill();
            }
        }
        for (Naming naming : Naming.values()) {
            for (int number = 0; number < PARTITIONS; number++) {
                TopicPartition remote = naming.remote(number);
                TRUTH.put(remote, Truth.of(HELD.get(naming).get(number), target, remote));
            }
        }
    }

    @AfterAll
    static void stopTarget() {
        target.close();
    }

    private static void produce(BrokerProcess source, Naming naming) throws Exception {
        Clusters.create(source, naming.topic, PARTITIONS);
        try (Traffic traffic = new Traffic(source, naming.topic, PARTITIONS)) {
            traffic.mixed(15);
        }
        Clusters.deleteBefore(source, naming.partition(DELETED_PARTITION), DELETED_BEFORE);
    }

    private static void process(BrokerProcess source, Naming naming, GroupProtocol protocol) throws Exception {
        String group = naming.group(protocol.name());
        PROCESSED.put(
                group,
                new GroupMember(source, group, protocol, naming.topic, "earliest").process(0, 41, GroupMember.ALL, 7));
        Map<TopicPartition, Long> stood = new HashMap<>();
        Clusters.committed(source, group).forEach((partition, offset) -> stood.put(partition, offset.offset()));
        STOOD.put(group, stood);
    }

    /** Groups that somebody put where they stand. */
    private static void stand(BrokerProcess source, Naming naming, Replication replication) throws Exception {
        Map<Integer, Long> ends = new HashMap<>();
        Map<Integer, Long> middles = new HashMap<>();
        for (int number = 0; number < PARTITIONS; number++) {
            long end = Clusters.end(source, naming.partition(number));
            ends.put(number, end);
            middles.put(number, end / 2 + number);
        }
        stand(source, naming, "at-zero", Map.of(0, 0L, 1, 0L, 2, 0L));
        stand(source, naming, "mid-log", middles);
        stand(source, naming, "at-end", ends);
        stand(source, naming, "beyond-retention", Map.of(DELETED_PARTITION, 2L));
        stand(source, naming, "reset", ends);
        replication.awaitSeen(naming.flow, naming.group("reset"), naming.everywhere(ends));
        stand(source, naming, "reset", Map.of(0, 3L, 1, 17L, 2, 50L, DELETED_PARTITION, 10L));
    }

    private static void stand(BrokerProcess source, Naming naming, String group, Map<Integer, Long> offsets)
            throws Exception {
        Map<TopicPartition, Long> stood = naming.everywhere(offsets);
        Clusters.commit(source, naming.group(group), stood);
        STOOD.put(naming.group(group), stood);
    }

    private static Naming namingOf(String group) {
        return Stream.of(Naming.values())
                .filter(naming -> group.startsWith(naming.topic + "-"))
                .findFirst()
                .orElseThrow();
    }

    private static FailoverClient client(Naming naming) {
        return FailoverClient.connect(target.clientProperties(), naming.flow);
    }

    private static Stream<Arguments> namingsAndProtocols() {
        return Stream.of(Naming.values())
                .flatMap(naming -> Stream.of(GroupProtocol.values()).map(protocol -> Arguments.of(naming, protocol)));
    }

    @ParameterizedTest
    @MethodSource("namingsAndProtocols")
    void shouldProcessEveryRecordExactlyOnceWhenTheGroupGoesOnOnTheTarget(Naming naming, GroupProtocol protocol)
            throws Exception {
        // Given
        String group = naming.group(protocol.name());
        List<ConsumerRecord<byte[], byte[]>> before = PROCESSED.get(group);

        // When
        GroupPlan plan;
        Applied applied;
        try (FailoverClient client = client(naming)) {
            plan = client.plan(group);
            applied = client.apply(plan);
        }
        List<ConsumerRecord<byte[], byte[]>> after = new GroupMember(
                        target, group, protocol, naming.remote(0).topic(), "none")
                .process(GroupMember.ALL, GroupMember.ALL, GroupMember.ALL, GroupMember.ALL);

        // Then
        assertExact(naming, plan, STOOD.get(group));
        assertThat(applied.committed()).isEqualTo(plan.seeks());
        for (int number = 0; number < PARTITIONS; number++) {
            int partition = number;
            List<String> processed = Stream.concat(before.stream(), after.stream())
                    .filter(record -> record.partition() == partition)
                    .map(Truth::id)
                    .toList();
            Map<String, Long> held = HELD.get(naming).get(partition);
            assertThat(processed)
                    .as("partition %d", partition)
                    .containsExactlyElementsOf(held.keySet().stream()
                            .sorted((one, other) -> Long.compare(held.get(one), held.get(other)))
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Naming.class)
    void shouldPlanTheVeryOffsetWhereverAGroupStands(Naming naming) throws Exception {
        // Given
        Stream<String> groups =
                Stream.of("at-zero", "mid-log", "at-end", "reset").map(naming::group);

        // When
        Map<String, GroupPlan> plans;
        try (FailoverClient client = client(naming)) {
            plans = groups.collect(Collectors.toMap(group -> group, client::plan));
            plans.values().forEach(client::apply);
        }

        // Then
        for (GroupPlan plan : plans.values()) {
            assertExact(naming, plan, STOOD.get(plan.group()));
            assertThat(Clusters.committed(target, plan.group()))
                    .hasSameSizeAs(plan.seeks())
                    .allSatisfy((remote, offset) -> assertThat(offset)
                            .isEqualTo(new OffsetAndMetadata(plan.seeks().get(remote))));
        }
    }

    @ParameterizedTest
    @EnumSource(Naming.class)
    void shouldGoToTheFirstRecordThereIsWhenAGroupStandsBeyondRetention(Naming naming) throws Exception {
        // Given
        String group = naming.group("beyond-retention");

        // When
        GroupPlan plan;
        try (FailoverClient client = client(naming)) {
            plan = client.plan(group);
            client.apply(plan);
        }

        // Then
        assertThat(plan.ready()).isTrue();
        PartitionPlan partition = plan.partitions().get(naming.partition(DELETED_PARTITION));
        assertThat(partition.decision()).isEqualTo(new Seek(0, Basis.LEDGER_EDGE));
        assertThat(partition.offsetsNotThere()).isEqualTo(DELETED_BEFORE - 2);
        assertThat(partition.readAgain().atMost()).hasValue(0);
    }

    private static void assertExact(Naming naming, GroupPlan plan, Map<TopicPartition, Long> stood) {
        assertThat(plan.ready()).as("%s", plan).isTrue();
        assertThat(plan.partitions()).as("%s", plan).containsOnlyKeys(stood.keySet());
        plan.partitions().forEach((source, partition) -> {
            long offset = stood.get(source);
            Truth truth = TRUTH.get(partition.remote());
            assertThat(partition.sourceOffset()).as("%s", partition).hasValue(offset);
            assertThat(partition.decision())
                    .as("%s", partition)
                    .isEqualTo(new Seek(truth.place(offset), Basis.LEDGER_EXACT));
            assertThat(partition.remote()).isEqualTo(naming.remote(source.partition()));
            assertThat(partition.readAgain().atMost()).as("%s", partition).isEqualTo(OptionalLong.of(0));
            assertThat(partition.offsetsNotThere()).as("%s", partition).isZero();
            assertThat(partition.notArrived()).as("%s", partition).contains(new NotArrived(0, 0));
        });
    }
}
