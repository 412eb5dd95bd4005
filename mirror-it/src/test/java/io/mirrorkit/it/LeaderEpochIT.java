package io.mirrorkit.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.Flow;
import io.mirrorkit.failover.FailoverClient;
import io.mirrorkit.failover.GroupPlan;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Invariants B and C where the source's leaders have moved more often than the target's: the copy goes on in order, and no leader epoch
 * crosses, since a consumer that is given a foreign one reads nothing.
 */
class LeaderEpochIT {

    private static final String TOPIC = "orders";
    private static final String GROUP = "billing";
    private static final int PARTITIONS = 2;
    private static final int ROUNDS = 1;

    private final Flow flow = Replication.quick("a", "b")
            .topics(TopicFilters.include(TOPIC))
            .policy(NamingPolicies.prefix())
            .config("heartbeats.enabled", false)
            .build();

    private static List<ProducerRecord<byte[], byte[]>> records(int round) {
        return Stream.iterate(0, number -> number < PARTITIONS, number -> number + 1)
                .flatMap(number -> Records.numbered(new TopicPartition(TOPIC, number), round * 1_000, 300).stream())
                .toList();
    }

    /** Each leader goes while records are under way, and comes back: two more epochs for its partition. */
    private static void moveLeaders(EmbeddedCluster source) throws Exception {
        try (Producer<byte[], byte[]> producer = Records.producer(source, Map.of("linger.ms", 5))) {
            int batch = 0;
            for (int round = 0; round < ROUNDS; round++) {
                for (int leader = 1; leader <= PARTITIONS; leader++) {
                    records(batch++).forEach(producer::send);
                    source.stopBroker(leader);
                    records(batch++).forEach(producer::send);
                    source.startBroker(leader);
                    awaitLeader(source, leader);
                }
            }
            records(batch).forEach(producer::send);
            producer.flush();
        }
    }

    private static void awaitLeader(EmbeddedCluster source, int leader) {
        TopicPartition partition = new TopicPartition(TOPIC, leader - 1);
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            source.admin()
                    .electLeaders(ElectionType.PREFERRED, Set.of(partition))
                    .partitions()
                    .get();
            return leader
                    == source.admin()
                            .describeTopics(List.of(TOPIC))
                            .allTopicNames()
                            .get()
                            .get(TOPIC)
                            .partitions()
                            .get(partition.partition())
                            .leader()
                            .id();
        });
    }

    private static Map<TopicPartition, Long> offsets(Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        committed.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
        return offsets;
    }

    private static void assertNoEpoch(EmbeddedCluster target, Map<TopicPartition, Long> offsets) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed = Clusters.committed(target, GROUP);
        assertThat(offsets(committed)).isEqualTo(offsets);
        assertThat(committed.values())
                .allSatisfy(offset -> assertThat(offset.leaderEpoch()).isEmpty());
    }

    @Test
    void shouldCopyInOrderAndReadOnWhenTheSourceHasHigherEpochs() throws Exception {
        try (EmbeddedCluster source = EmbeddedCluster.builder().brokers(3).start();
                EmbeddedCluster target = EmbeddedCluster.start()) {
            // Given
            source.admin()
                    .createTopics(List.of(new NewTopic(TOPIC, Map.of(0, List.of(1, 2, 0), 1, List.of(2, 1, 0)))))
                    .all()
                    .get();
            try (Replication replication = Replication.start(Map.of("a", source, "b", target), flow)) {

                // When
                moveLeaders(source);
                List<ConsumerRecord<byte[], byte[]>> before =
                        new GroupMember(source, GROUP, GroupProtocol.CLASSIC, TOPIC, "earliest").process(1_300, 1_350);

                // Then
                Map<TopicPartition, OffsetAndMetadata> committed = Clusters.committed(source, GROUP);
                assertThat(committed.values())
                        .allSatisfy(offset ->
                                assertThat(offset.leaderEpoch().orElseThrow()).isGreaterThanOrEqualTo(2));
                replication.awaitCopied(flow, TOPIC, PARTITIONS);
                replication.awaitSeen(flow, GROUP, offsets(committed));
                assertThat(replication.status(flow).doubled()).isZero();
                for (int number = 0; number < PARTITIONS; number++) {
                    TopicPartition partition = new TopicPartition(TOPIC, number);
                    Records.assertSameRecords(
                            Records.readAll(source, partition, IsolationLevel.READ_COMMITTED),
                            Records.readAll(
                                    target, Replication.remote(flow, partition), IsolationLevel.READ_COMMITTED));
                }

                // And when
                try (FailoverClient client = FailoverClient.connect(target.clientProperties(), flow)) {
                    GroupPlan plan = client.plan(GROUP);
                    assertNoEpoch(target, plan.seeks());
                    client.apply(plan);
                    assertNoEpoch(target, plan.seeks());
                }
                List<ConsumerRecord<byte[], byte[]>> after = new GroupMember(
                                target, GROUP, GroupProtocol.CLASSIC, "a." + TOPIC, "none")
                        .process(GroupMember.ALL, GroupMember.ALL);

                // Then
                assertThat(before.size() + after.size()).isEqualTo(PARTITIONS * 300 * (ROUNDS * PARTITIONS * 2 + 1));
            }
        }
    }
}
