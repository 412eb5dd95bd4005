package io.mirrorkit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.MirrorEvent;
import io.mirrorkit.api.ledger.Checkpoint;
import io.mirrorkit.api.ledger.InternalTopics;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import io.mirrorkit.testing.TestCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checkpoints and group sync, invariant H. Records are produced in transactions, so offsets on the two sides differ. */
@SuppressWarnings("try") // an engine is started for what it does, and closed at the end
class GroupsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static EmbeddedCluster source;
    private static EmbeddedCluster target;

    @BeforeAll
    static void startClusters() {
        source = EmbeddedCluster.start();
        target = EmbeddedCluster.start();
    }

    @AfterAll
    static void stopClusters() {
        source.close();
        target.close();
    }

    /** Ten transactions of ten records: 110 offsets with their markers on the source, 100 on the target. */
    private static TopicPartition topic(String name) {
        source.createTopic(name, 1);
        TopicPartition partition = new TopicPartition(name, 0);
        for (int i = 0; i < 10; i++) {
            Records.produceCommitted(source, "tx-" + name, Records.numbered(partition, i * 10, 10));
        }
        return partition;
    }

    private static TopicPartition remote(TopicPartition partition) {
        return new TopicPartition("a." + partition.topic(), partition.partition());
    }

    private static void commit(TestCluster cluster, String group, TopicPartition partition, long offset)
            throws Exception {
        cluster.admin()
                .alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    private static Optional<Long> committed(TestCluster cluster, String group, TopicPartition partition)
            throws Exception {
        OffsetAndMetadata offset = cluster.admin()
                .listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(partition);
        return Optional.ofNullable(offset).map(OffsetAndMetadata::offset);
    }

    private static void awaitCommitted(String group, TopicPartition partition, long offset) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(committed(target, group, partition))
                .contains(offset));
    }

    private static Map<String, Checkpoint> checkpoints(String remoteTopic) {
        Map<String, Checkpoint> last = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : Records.readAll(
                target, new TopicPartition(InternalTopics.checkpoints("a"), 0), IsolationLevel.READ_COMMITTED)) {
            Checkpoint checkpoint = Checkpoint.decode(record.key(), record.value());
            if (checkpoint.remoteTopic().equals(remoteTopic)) {
                last.put(checkpoint.group(), checkpoint);
            }
        }
        return last;
    }

    @Test
    void shouldTranslateGroupsWhereverTheyStand() throws Exception {
        // Given
        TopicPartition partition = topic("stand");
        commit(source, "at-zero", partition, 0);
        commit(source, "mid-log", partition, 57);
        commit(source, "on-marker", partition, 10);
        commit(source, "at-end", partition, 110);

        // When
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.flow("stand").build())) {
            awaitCommitted("at-zero", remote(partition), 0);
            awaitCommitted("mid-log", remote(partition), 52);
            awaitCommitted("on-marker", remote(partition), 10);
            awaitCommitted("at-end", remote(partition), 100);

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(checkpoints("a.stand").values())
                            .containsExactlyInAnyOrder(
                                    new Checkpoint("at-zero", "a.stand", 0, 0, 0, ""),
                                    new Checkpoint("mid-log", "a.stand", 0, 57, 52, ""),
                                    new Checkpoint("on-marker", "a.stand", 0, 10, 10, ""),
                                    new Checkpoint("at-end", "a.stand", 0, 110, 100, "")));
        }
    }

    @Test
    void shouldFollowTheSourceBothWaysWhenNobodyElseMovesTheGroup() throws Exception {
        // Given
        TopicPartition partition = topic("both-ways");
        commit(source, "follower", partition, 90);
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.flow("both-ways").build())) {
            awaitCommitted("follower", remote(partition), 82);

            // When
            commit(source, "follower", partition, 12);

            // Then
            awaitCommitted("follower", remote(partition), 11);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            checkpoints("a.both-ways").get("follower").targetOffset())
                    .isEqualTo(11));
        }
    }

    @Test
    void shouldFollowTheSourceBackAfterARestart() throws Exception {
        // Given
        TopicPartition partition = topic("restart-groups");
        commit(source, "restarted", partition, 90);
        try (Mirroring mirroring = Mirroring.started(
                source, target, Mirroring.flow("restart-groups").build())) {
            awaitCommitted("restarted", remote(partition), 82);
        }

        // When
        commit(source, "restarted", partition, 12);

        // Then
        try (Mirroring mirroring = Mirroring.started(
                source, target, Mirroring.flow("restart-groups").build())) {
            awaitCommitted("restarted", remote(partition), 11);
        }
    }

    @Test
    void shouldWriteMissingEntriesAgain() throws Exception {
        // Given
        TopicPartition partition = topic("missing");
        commit(source, "deleted", partition, 57);
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.flow("missing").build())) {
            awaitCommitted("deleted", remote(partition), 52);

            // When
            target.admin().deleteConsumerGroups(List.of("deleted")).all().get();

            // Then
            awaitCommitted("deleted", remote(partition), 52);
        }
    }

    @Test
    void shouldNeverMoveBackwardsWhatSomebodyElseWrote() throws Exception {
        // Given
        TopicPartition partition = topic("others");
        commit(source, "others", partition, 57);
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.flow("others").build())) {
            awaitCommitted("others", remote(partition), 52);

            // When
            commit(target, "others", remote(partition), 95);

            // Then
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(mirroring.events())
                    .anyMatch(event -> event instanceof MirrorEvent.GroupSkipped skipped
                            && skipped.group().equals("others")
                            && skipped.reason().contains("somebody else")));
            commit(source, "others", partition, 20);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            checkpoints("a.others").get("others").sourceOffset())
                    .isEqualTo(20));
            assertThat(committed(target, "others", remote(partition))).contains(95L);
        }
    }

    @Test
    void shouldLeaveAGroupAloneWhenItIsActiveOnTheTarget() throws Exception {
        // Given
        TopicPartition partition = topic("active");
        commit(source, "active", partition, 12);
        try (Mirroring mirroring = Mirroring.started(
                        source, target, Mirroring.flow("active").build());
                KafkaConsumer<byte[], byte[]> member = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", target.bootstrapServers(), "group.id", "active"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            awaitCommitted("active", remote(partition), 11);
            member.subscribe(List.of("a.active"));
            await().atMost(PATIENCE).until(() -> {
                member.poll(Duration.ofMillis(100));
                return !member.assignment().isEmpty();
            });

            // When
            commit(source, "active", partition, 57);

            // Then
            await().atMost(PATIENCE).untilAsserted(() -> {
                member.poll(Duration.ofMillis(10));
                assertThat(mirroring.status().groups().get("active").note()).isEqualTo("active on the target");
            });
            assertThat(mirroring.events())
                    .contains(new MirrorEvent.GroupSkipped("flow.active", "active", "active on the target"));
            assertThat(committed(target, "active", remote(partition))).contains(11L);
        }
    }

    @Test
    void shouldTranslateAGroupBeyondRetentionToTheFirstRecordThatWasCopied() throws Exception {
        // Given
        TopicPartition partition = topic("retention");
        commit(source, "late", partition, 3);
        source.admin()
                .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(57)))
                .all()
                .get();

        // When
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.flow("retention").build())) {

            // Then
            awaitCommitted("late", remote(partition), 0);
            mirroring.assertSame("retention", 1);
        }
    }
}
