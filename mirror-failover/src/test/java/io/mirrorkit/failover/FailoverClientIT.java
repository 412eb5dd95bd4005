package io.mirrorkit.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.errors.FlowRefusedException;
import io.mirrorkit.api.errors.PlanRefusedException;
import io.mirrorkit.api.ledger.Anchor;
import io.mirrorkit.api.ledger.InternalTopics;
import io.mirrorkit.failover.Completeness.Missing;
import io.mirrorkit.failover.Completeness.What;
import io.mirrorkit.failover.Decision.Seek;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FailoverClientIT {

    private static final Instant SEEN = LeftOnTarget.SEEN;

    private static EmbeddedCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = EmbeddedCluster.start();
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    /** Two partitions of 100 records that the source holds from offset 500 on, and a group in the midst of each. */
    private static LeftOnTarget standing() {
        return new LeftOnTarget(cluster).flowTopics().remoteTopic(2, 100).standing();
    }

    private static FailoverClient client(LeftOnTarget left) {
        return FailoverClient.builder(cluster.clientProperties(), left.flow)
                .clock(Clock.fixed(LeftOnTarget.NOW, ZoneOffset.UTC))
                .connect();
    }

    private static KafkaConsumer<byte[], byte[]> consumer(LeftOnTarget left) {
        Map<String, Object> properties = new HashMap<>(cluster.clientProperties());
        properties.put("group.id", left.group);
        properties.put("group.protocol", "consumer");
        properties.put("enable.auto.commit", false);
        properties.put("auto.offset.reset", "none");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static void commit(LeftOnTarget left, int partition, long offset) throws Exception {
        cluster.admin()
                .alterConsumerGroupOffsets(left.group, Map.of(left.remote(partition), new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    private static void recreate(LeftOnTarget left) throws ExecutionException, InterruptedException {
        cluster.admin().deleteTopics(Set.of(left.remoteTopic)).all().get();
        await().ignoreExceptions().untilAsserted(() -> cluster.admin()
                .createTopics(List.of(new NewTopic(left.remoteTopic, 2, (short) 1)))
                .all()
                .get());
    }

    private static Map<TopicPartition, Long> firstOffsets(KafkaConsumer<byte[], byte[]> consumer, int partitions) {
        Map<TopicPartition, Long> first = new HashMap<>();
        await().until(() -> {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                first.putIfAbsent(new TopicPartition(record.topic(), record.partition()), record.offset());
            }
            return first.size() == partitions;
        });
        return first;
    }

    @Test
    void shouldPlanTheVeryOffsetsWhenTheLedgerHasTheRuns() {
        // Given
        LeftOnTarget left = standing();

        // When
        GroupPlan plan;
        try (FailoverClient client = client(left)) {
            plan = client.plan(left.group);
        }

        // Then
        assertThat(plan.ready()).isTrue();
        assertThat(plan.seeks()).containsOnly(Map.entry(left.remote(0), 40L), Map.entry(left.remote(1), 77L));
        PartitionPlan first = plan.partitions().get(left.source(0));
        assertThat(first.decision()).isEqualTo(new Seek(40, Basis.LEDGER_EXACT));
        assertThat(first.readAgain()).isEqualTo(new ReadAgain(OptionalLong.of(0), OptionalLong.of(30)));
        assertThat(first.notArrived()).contains(new NotArrived(20, 20));
        assertThat(first.evidenceAge().group()).contains(Duration.ofSeconds(3));
    }

    @Test
    void shouldLeaveTheGroupAtThePlannedOffsetsWhenThePlanIsApplied() throws Exception {
        // Given
        LeftOnTarget left = standing();

        // When
        Applied applied;
        try (FailoverClient client = client(left)) {
            applied = client.apply(client.plan(left.group));
        }

        // Then
        assertThat(applied.committed()).containsOnly(Map.entry(left.remote(0), 40L), Map.entry(left.remote(1), 77L));
        assertThat(applied.held()).isEmpty();
        Map<TopicPartition, OffsetAndMetadata> committed = cluster.admin()
                .listConsumerGroupOffsets(left.group)
                .partitionsToOffsetAndMetadata()
                .get();
        assertThat(committed.values())
                .allSatisfy(offset -> assertThat(offset.leaderEpoch()).isEmpty());
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(left)) {
            consumer.subscribe(List.of(left.remoteTopic));
            assertThat(firstOffsets(consumer, 2)).isEqualTo(applied.committed());
        }
    }

    @Test
    void shouldNotSeeTheLedgerThatATransactionTookBack() {
        // Given: the aborted chunk has the same key, lies behind the committed one, and ends the partition with a
        // marker
        LeftOnTarget left = standing().abortedLedger(0, writer -> writer.append(500, 7, 50));

        // When
        GroupPlan plan;
        try (FailoverClient client = client(left)) {
            plan = client.plan(left.group);
        }

        // Then
        assertThat(plan.seeks()).containsEntry(left.remote(0), 40L);
        assertThat(plan.completeness().complete()).isTrue();
    }

    @Test
    void shouldPlanAllGroupsThatTheStatusTopicKnows() {
        // Given
        LeftOnTarget left = standing();
        left.group("another", SEEN, left.at(1, 500));

        // When
        FailoverPlan plan;
        try (FailoverClient client = client(left)) {
            plan = client.planAll();
        }

        // Then
        assertThat(plan.ready()).isTrue();
        assertThat(plan.groups()).containsOnlyKeys(left.group, "another");
        assertThat(plan.groups().get("another").seeks()).containsExactly(Map.entry(left.remote(1), 0L));
        assertThat(plan.totals().exact()).isEqualTo(3);
    }

    @Test
    void shouldApplyOtherGroupsWhenOneIsActive() {
        // Given
        LeftOnTarget left = standing();
        String another = "another-" + left.group;
        left.group(another, SEEN, left.at(1, 500));

        // When
        Map<String, ApplyOutcome> outcomes;
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(left);
                FailoverClient client = client(left)) {
            join(consumer, left);
            outcomes = client.apply(client.planAll());
        }

        // Then
        assertThat(outcomes.get(left.group)).isInstanceOf(ApplyOutcome.Failed.class);
        assertThat(outcomes.get(another)).isInstanceOf(ApplyOutcome.Done.class);
    }

    private static void join(KafkaConsumer<byte[], byte[]> consumer, LeftOnTarget left) {
        consumer.subscribe(List.of(left.remoteTopic));
        await().ignoreExceptions().until(() -> {
            consumer.poll(Duration.ofMillis(100));
            return !consumer.assignment().isEmpty();
        });
    }

    @Test
    void shouldRefuseToMoveAGroupThatIsActive() throws Exception {
        // Given
        LeftOnTarget left = standing();
        commit(left, 0, 3);
        commit(left, 1, 3);

        // When
        PlanRefusedException refused;
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(left);
                FailoverClient client = client(left)) {
            join(consumer, left);
            GroupPlan plan = client.plan(left.group);
            refused = catchThrowableOfType(PlanRefusedException.class, () -> client.apply(plan));
        }

        // Then
        assertThat(refused).hasMessageContaining("is active on the target");
        assertThat(left.committed(0)).contains(3L);
    }

    @Test
    void shouldRefuseToMoveAGroupBackwardsUnasked() throws Exception {
        // Given: the group has worked on the target
        LeftOnTarget left = standing();
        commit(left, 1, 99);

        // When
        PlanRefusedException refused;
        Applied asked;
        try (FailoverClient client = client(left)) {
            GroupPlan plan = client.plan(left.group);
            refused = catchThrowableOfType(PlanRefusedException.class, () -> client.apply(plan));
            assertThat(left.committed(0)).isEmpty();
            asked = client.apply(plan, ApplyOption.ALLOW_REWIND);
        }

        // Then
        assertThat(refused)
                .hasMessageContaining("backwards")
                .hasMessageContaining(left.remote(1) + " from 99 to 77")
                .hasMessageContaining("ALLOW_REWIND");
        assertThat(asked.committed()).containsEntry(left.remote(1), 77L);
        assertThat(left.committed(1)).contains(77L);
    }

    @Test
    void shouldMoveAGroupBackwardsOverWhatGroupSyncWrote() throws Exception {
        // Given: the group was rewound on the source after group sync wrote 99
        LeftOnTarget left = standing();
        commit(left, 1, 99);
        left.group(SEEN, left.at(0, 540), left.at(1, 577, 99));

        // When
        try (FailoverClient client = client(left)) {
            client.apply(client.plan(left.group));
        }

        // Then
        assertThat(left.committed(1)).contains(77L);
    }

    @Test
    void shouldRefuseAPlanThatNoLongerHolds() {
        // Given
        LeftOnTarget left = standing();

        // When
        PlanRefusedException refused;
        try (FailoverClient client = client(left)) {
            GroupPlan plan = client.plan(left.group);
            left.group(SEEN, left.at(0, 545), left.at(1, 577));
            refused = catchThrowableOfType(PlanRefusedException.class, () -> client.apply(plan));
        }

        // Then
        assertThat(refused).hasMessageContaining(left.source(0) + ": 40 (exact) then, 45 (exact) now");
        assertThat(left.committed(0)).isEmpty();
    }

    @Test
    void shouldHoldWhenTheRemoteTopicWasRecreated() throws Exception {
        // Given
        LeftOnTarget left = standing();
        recreate(left);

        // When
        GroupPlan plan;
        PlanRefusedException refused;
        Applied rest;
        try (FailoverClient client = client(left)) {
            plan = client.plan(left.group);
            refused = catchThrowableOfType(PlanRefusedException.class, () -> client.apply(plan));
            rest = client.apply(plan, ApplyOption.ALLOW_HELD);
        }

        // Then
        assertThat(plan.holds().values()).extracting(Decision.Hold::reason).containsOnly(Reason.TARGET_RECREATED);
        assertThat(refused).hasMessageContaining("ALLOW_HELD");
        assertThat(rest.committed()).isEmpty();
        assertThat(rest.held()).containsOnlyKeys(left.source(0), left.source(1));
    }

    @Test
    void shouldHoldWhenTheRemoteTopicIsGone() throws Exception {
        // Given
        LeftOnTarget left = standing();
        cluster.admin().deleteTopics(Set.of(left.remoteTopic)).all().get();

        // When
        GroupPlan plan;
        try (FailoverClient client = client(left)) {
            plan = client.plan(left.group);
        }

        // Then
        assertThat(plan.holds().values()).extracting(Decision.Hold::reason).containsOnly(Reason.REMOTE_TOPIC_MISSING);
    }

    @Test
    void shouldHoldWhenTheSourceTopicWasRecreated() {
        // Given
        LeftOnTarget left = standing().seen(0, new Uuid(5, 5), 0, 0, SEEN);

        // When
        GroupPlan plan;
        try (FailoverClient client = client(left)) {
            plan = client.plan(left.group);
        }

        // Then
        assertThat(plan.holds()).containsOnlyKeys(left.source(0));
        assertThat(plan.holds().get(left.source(0)).reason()).isEqualTo(Reason.SOURCE_RECREATED);
    }

    @Test
    void shouldPlanTheRestWhenOneChunkCannotBeRead() {
        // Given
        LeftOnTarget left = standing().chunk(0, 9, new byte[] {99});

        // When
        GroupPlan plan;
        try (FailoverClient client = client(left)) {
            plan = client.plan(left.group);
        }

        // Then
        assertThat(plan.holds()).containsOnlyKeys(left.source(0));
        assertThat(plan.seeks()).containsExactly(Map.entry(left.remote(1), 77L));
    }

    @Test
    void shouldCountTheRecordsWhenTheRunsWereMerged() {
        // Given: ten records each in two transactions, whose marker lies between them on the target
        LeftOnTarget left = new LeftOnTarget(cluster).flowTopics();
        cluster.createTopic(left.remoteTopic, 1);
        List<ProducerRecord<byte[], byte[]>> all = Records.numbered(left.remote(0), 20);
        Records.produceCommitted(cluster, "data-" + left.flow.name(), all.subList(0, 10));
        Records.produceCommitted(cluster, "data-" + left.flow.name(), all.subList(10, 20));
        left.chunk(0, 0, MergedChunk.of(new Anchor(500, 0, 20, 21, 20)));
        left.group(SEEN, left.at(0, 515));

        // When
        GroupPlan plan;
        try (FailoverClient client = client(left)) {
            plan = client.plan(left.group);
        }

        // Then: record number 15 lies at 16, behind the marker at 10
        assertThat(plan.partitions().get(left.source(0)).decision()).isEqualTo(new Seek(16, Basis.COUNTED));
        assertThat(plan.ready()).isTrue();
    }

    @Test
    void shouldNotUseACountThatDiffersFromTheLedgers() {
        // Given: one record more than the stretch says
        LeftOnTarget left = new LeftOnTarget(cluster).flowTopics().remoteTopic(1, 21);
        left.chunk(0, 0, MergedChunk.of(new Anchor(500, 0, 20, 21, 20)));
        left.group(SEEN, left.at(0, 515));

        // When
        PartitionPlan plan;
        try (FailoverClient client = client(left)) {
            plan = client.plan(left.group).partitions().get(left.source(0));
        }

        // Then: fifteen records lie before it, and one offset of the stretch holds none of the ledger's
        assertThat(plan.decision()).isEqualTo(new Seek(15, Basis.LEDGER_AT_OR_BEFORE));
        assertThat(plan.readAgain().atMost()).isEqualTo(OptionalLong.of(1));
    }

    @Test
    void shouldNotCountInACompactedTopic() {
        // Given
        LeftOnTarget left = new LeftOnTarget(cluster).flowTopics();
        cluster.createTopic(left.remoteTopic, 1, 1, Map.of("cleanup.policy", "compact,delete"));
        Records.produce(cluster, left.remote(0), 21);
        left.chunk(0, 0, MergedChunk.of(new Anchor(500, 0, 21, 21, 21)));
        left.group(SEEN, left.at(0, 515));

        // When
        PartitionPlan plan;
        try (FailoverClient client = client(left)) {
            plan = client.plan(left.group).partitions().get(left.source(0));
        }

        // Then
        assertThat(plan.decision()).isEqualTo(new Seek(15, Basis.LEDGER_AT_OR_BEFORE));
    }

    @Test
    void shouldPositionALiveConsumerAndSayWhatItDidNot() {
        // Given
        LeftOnTarget left = standing().seen(0, new Uuid(5, 5), 0, 0, SEEN);
        TopicPartition other = new TopicPartition(left.ledgerTopic(), 0);

        // When
        SeekResult result;
        long position;
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(left);
                FailoverClient client = client(left)) {
            consumer.assign(List.of(left.remote(0), left.remote(1), other));
            result = client.seek(consumer, client.plan(left.group));
            position = consumer.position(left.remote(1));
        }

        // Then
        assertThat(position).isEqualTo(77);
        assertThat(result.positioned()).containsExactly(Map.entry(left.remote(1), 77L));
        assertThat(result.notPositioned()).containsOnlyKeys(left.remote(0), other);
        assertThat(result.notPositioned()
                        .get(left.remote(0))
                        .<Optional<Reason>>fold(held -> Optional.of(held.hold().reason()), Optional::empty))
                .contains(Reason.SOURCE_RECREATED);
        assertThat(result.notPositioned().get(other)).isEqualTo(new NotPositioned.NotInPlan());
    }

    @Test
    void shouldTranslateEveryKeyThatWasAskedFor() {
        // Given
        LeftOnTarget left = standing();
        TopicPartition unknown = new TopicPartition("unknown", 4);

        // When
        Map<TopicPartition, TranslatedOffset> translated;
        try (FailoverClient client = client(left)) {
            translated = client.translate(Map.of(left.source(0), 599L, left.source(1), 610L, unknown, 1L));
        }

        // Then
        assertThat(translated).containsOnlyKeys(left.source(0), left.source(1), unknown);
        assertThat(translated.get(left.source(0)).decision()).isEqualTo(new Seek(99, Basis.LEDGER_EXACT));
        assertThat(translated.get(left.source(1)).decision()).isEqualTo(new Seek(100, Basis.LEDGER_EDGE));
        assertThat(translated.get(left.source(1)).offsetsNotThere()).isEqualTo(10);
        assertThat(translated.get(unknown).decision().hold())
                .map(Decision.Hold::reason)
                .contains(Reason.NOT_REPLICATED);
    }

    @Test
    void shouldRefuseATranslationOfNegativeOffsets() {
        LeftOnTarget left = new LeftOnTarget(cluster);
        try (FailoverClient client = client(left)) {
            assertThatThrownBy(() -> client.translate(Map.of(left.source(0), -1L)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldSayThatThePlanIsIncompleteWhenTheDeadlineIsTooShort() {
        // Given
        LeftOnTarget left = standing();

        // When
        GroupPlan plan;
        FailoverPlan all;
        Map<TopicPartition, TranslatedOffset> translated;
        try (FailoverClient client = client(left)) {
            plan = client.plan(left.group, Duration.ofNanos(1));
            all = client.planAll(Duration.ofNanos(1));
            translated = client.translate(Map.of(left.source(0), 1L), Duration.ofNanos(1));
        }

        // Then
        assertThat(plan.completeness().missing()).extracting(Missing::what).containsExactly(What.TARGET);
        assertThat(all.completeness().missing()).extracting(Missing::what).containsExactly(What.TARGET);
        assertThat(translated).containsOnlyKeys(left.source(0));
        assertThat(translated.get(left.source(0)).decision().hold())
                .map(Decision.Hold::reason)
                .contains(Reason.INCOMPLETE);
    }

    @Test
    void shouldSayWhatIsMissingWhereverTheDeadlineFalls() {
        // Given
        LeftOnTarget left = standing();

        // When: deadlines from far too short to ample
        List<GroupPlan> plans = new ArrayList<>();
        try (FailoverClient client = client(left)) {
            for (Duration within = Duration.ofMillis(1);
                    within.toSeconds() < 20;
                    within = within.multipliedBy(3).dividedBy(2).plusMillis(1)) {
                plans.add(client.plan(left.group, within));
            }
        }

        // Then: each one is either whole, or says that it is not and moves nothing that it does not know (invariant I)
        assertThat(plans).allSatisfy(plan -> {
            if (plan.completeness().complete()) {
                assertThat(plan.seeks()).containsOnly(Map.entry(left.remote(0), 40L), Map.entry(left.remote(1), 77L));
            } else {
                assertThat(plan.holds().values())
                        .extracting(Decision.Hold::reason)
                        .allMatch(Reason.INCOMPLETE::equals);
            }
        });
        assertThat(plans.get(0).completeness().complete()).isFalse();
        assertThat(plans.get(plans.size() - 1).ready()).isTrue();
    }

    @Test
    void shouldWaitForNoOpenTransactionOfTheLedger() {
        // Given: an engine died with its transaction open
        LeftOnTarget left = standing();
        Map<String, Object> transactional = Map.of("transactional.id", "open-" + left.flow.name());

        // When
        GroupPlan plan;
        try (Producer<byte[], byte[]> producer = Records.producer(cluster, transactional);
                FailoverClient client = client(left)) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int slot = 0; slot < LeftOnTarget.SLOTS; slot++) {
                producer.send(new ProducerRecord<>(left.ledgerTopic(), slot, new byte[] {9}, new byte[] {9}));
            }
            producer.flush();
            plan = client.plan(left.group);
            producer.abortTransaction();
        }

        // Then
        assertThat(plan.ready()).isTrue();
        assertThat(plan.notes()).isEmpty();
    }

    @Test
    void shouldBeIncompleteWhenNobodyKnowsTheGroup() {
        // Given
        LeftOnTarget left = standing();

        // When
        GroupPlan plan;
        PlanRefusedException refused;
        try (FailoverClient client = client(left)) {
            plan = client.plan("nobody");
            refused = catchThrowableOfType(PlanRefusedException.class, () -> client.apply(plan));
        }

        // Then
        assertThat(plan.completeness().missing()).extracting(Missing::what).containsExactly(What.GROUP);
        assertThat(refused).hasMessageContaining("never saw an offset of group nobody");
    }

    @Test
    void shouldRefuseAFlowThatIsNotTheLedgers() {
        // Given
        LeftOnTarget left = standing();
        Flow otherNaming = Flow.builder("primary", "backup")
                .name(left.flow.name())
                .topics(topic -> true)
                .policy(NamingPolicies.identity())
                .build();

        // When
        FlowRefusedException refused;
        try (FailoverClient client = FailoverClient.connect(cluster.clientProperties(), otherNaming)) {
            refused = catchThrowableOfType(FlowRefusedException.class, () -> client.plan(left.group));
        }

        // Then
        assertThat(refused).hasMessageContaining("policy: ");
    }

    @Test
    void shouldRefuseAFlowThatTheTargetDoesNotKnow() {
        // Given
        LeftOnTarget known = standing();
        Flow unknown = Flow.builder("nowhere", "backup")
                .topics(topic -> true)
                .policy(NamingPolicies.prefix())
                .build();

        // When
        FlowRefusedException refused;
        try (FailoverClient client = FailoverClient.connect(cluster.clientProperties(), unknown)) {
            refused = catchThrowableOfType(FlowRefusedException.class, client::planAll);
        }

        // Then: a tired person sees which flows there are
        assertThat(refused)
                .hasMessageContaining(InternalTopics.ledger("nowhere-backup"))
                .hasMessageContaining(known.flow.name());
    }

    @Test
    void shouldRefuseAPlanOfAnotherFlow() {
        // Given
        LeftOnTarget one = standing();
        LeftOnTarget other = new LeftOnTarget(cluster);

        try (FailoverClient client = client(one);
                FailoverClient foreign = client(other)) {
            // When
            GroupPlan plan = client.plan(one.group);

            // Then
            assertThatThrownBy(() -> foreign.apply(plan)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldCarryNoContentOfRecordsInAPlan() {
        // Given
        LeftOnTarget left = standing();
        String content = new String(Records.numbered(left.remote(0), 1).get(0).value(), StandardCharsets.UTF_8);

        // When
        String text;
        try (FailoverClient client = client(left)) {
            text = client.plan(left.group) + PlanJson.of(client.planAll());
        }

        // Then (invariant J)
        assertThat(text).doesNotContain(content).contains(left.group);
    }
}
