package io.mirrorkit.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.ledger.Anchor;
import io.mirrorkit.api.ledger.Chunk;
import io.mirrorkit.api.ledger.InternalTopics;
import io.mirrorkit.api.ledger.Ledger;
import io.mirrorkit.api.ledger.LedgerKey;
import io.mirrorkit.api.ledger.Slots;
import io.mirrorkit.failover.Basis;
import io.mirrorkit.failover.Decision.Seek;
import io.mirrorkit.failover.FailoverClient;
import io.mirrorkit.failover.GroupPlan;
import io.mirrorkit.failover.PartitionPlan;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Invariant C when memory is short: a source full of holes, by compaction and by transactions of one record, whose ledger takes more than
 * the least budget. Old runs are merged; what a plan says is less precise then, and no less true.
 */
class LedgerBudgetIT {

    private static final String TOPIC = "holes";
    private static final int PARTITIONS = 2;
    private static final int COMPACTED = 130_000;
    private static final int TRANSACTIONS = 1_500;
    private static final int GROUPS = 40;
    private static final int SLOTS = 2;
    private static final long LEAST_BUDGET = 65_536;

    private final Flow flow = Replication.quick("a", "b")
            .topics(TopicFilters.include(TOPIC))
            .policy(NamingPolicies.prefix())
            .topicConfigs(config -> false)
            .config("ledger.slots", SLOTS)
            .config("ledger.memory.bytes", LEAST_BUDGET)
            .config("heartbeats.enabled", false)
            .build();

    private static TopicPartition partition(int number) {
        return new TopicPartition(TOPIC, number);
    }

    /** Half of the records, here and there, are written over by later ones. Answers where each was written. */
    private static Map<String, Long> produce(EmbeddedCluster source, int number) {
        Random random = new Random(number);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < COMPACTED; i++) {
            String key = random.nextBoolean() ? "kept-" + i : "overwritten-" + random.nextInt(50);
            String id = "compacted-" + number + "-" + i + "\n";
            records.add(new ProducerRecord<>(TOPIC, number, key.getBytes(UTF_8), id.getBytes(UTF_8)));
        }
        List<RecordMetadata> written = Records.produce(source, records);
        Map<String, Long> offsets = new HashMap<>();
        for (int i = 0; i < COMPACTED; i++) {
            offsets.put("compacted-" + number + "-" + i, written.get(i).offset());
        }
        return offsets;
    }

    private static void awaitCompacted(EmbeddedCluster source) {
        for (int number = 0; number < PARTITIONS; number++) {
            TopicPartition partition = partition(number);
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(700))
                    .until(() -> Records.readAll(source, partition, IsolationLevel.READ_COMMITTED)
                                    .size()
                            < COMPACTED * 0.6 + TRANSACTIONS);
        }
    }

    /** The ledger as the topic holds it, read the way a stranger would. */
    private static Collection<Chunk> chunks(EmbeddedCluster target, String flow, TopicPartition partition) {
        TreeMap<Integer, Chunk> chunks = new TreeMap<>();
        TopicPartition slot = new TopicPartition(
                InternalTopics.ledger(flow), Slots.of(partition.topic(), partition.partition(), SLOTS));
        Records.readAll(target, slot, IsolationLevel.READ_COMMITTED).forEach(record -> {
            if (LedgerKey.decode(record.key()) instanceof LedgerKey.ChunkKey key
                    && key.topic().equals(partition.topic())
                    && key.partition() == partition.partition()) {
                if (record.value() == null) {
                    chunks.remove(key.number());
                } else {
                    chunks.put(key.number(), Chunk.decode(record.value()));
                }
            }
        });
        return chunks.values();
    }

    /** Groups from the first offset to the end, the later half of them near the end. */
    private static Map<String, Map<TopicPartition, Long>> stand(EmbeddedCluster source) throws Exception {
        Map<String, Map<TopicPartition, Long>> stood = new TreeMap<>();
        for (int i = 0; i < GROUPS; i++) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            for (int number = 0; number < PARTITIONS; number++) {
                long end = Clusters.end(source, partition(number));
                offsets.put(
                        partition(number),
                        i < GROUPS / 2 ? end * i / (GROUPS / 2) + number : end - (GROUPS - 1L - i) * 7);
            }
            String group = "group-" + i;
            Clusters.commit(source, group, offsets);
            stood.put(group, offsets);
        }
        return stood;
    }

    @Test
    void shouldStaySafeAndBoundedWhenOldRunsAreMerged() throws Exception {
        try (EmbeddedCluster source = EmbeddedCluster.start();
                EmbeddedCluster target = EmbeddedCluster.start()) {
            // Given
            source.createTopic(
                    TOPIC,
                    PARTITIONS,
                    1,
                    Map.of(
                            "cleanup.policy", "compact",
                            "segment.ms", "100",
                            "min.cleanable.dirty.ratio", "0.01",
                            "max.compaction.lag.ms", "200"));
            List<Map<String, Long>> held = new ArrayList<>();
            for (int number = 0; number < PARTITIONS; number++) {
                held.add(produce(source, number));
            }
            try (Traffic traffic = new Traffic(source, TOPIC, PARTITIONS)) {
                traffic.single(TRANSACTIONS);
            }
            awaitCompacted(source);
            for (int number = 0; number < PARTITIONS; number++) {
                held.get(number).putAll(Truth.offsets(source, partition(number)));
            }
            Map<String, Map<TopicPartition, Long>> stood = stand(source);

            // When
            try (Replication replication = Replication.start(Map.of("a", source, "b", target), flow)) {
                replication.awaitCopied(flow, TOPIC, PARTITIONS);
                for (Map.Entry<String, Map<TopicPartition, Long>> group : stood.entrySet()) {
                    replication.awaitSeen(flow, group.getKey(), group.getValue());
                }
            }
            Map<String, GroupPlan> plans;
            try (FailoverClient client = FailoverClient.connect(target.clientProperties(), flow)) {
                plans = client.planAll().groups();
            }

            // Then
            List<Truth> truths = new ArrayList<>();
            long bytes = 0;
            for (int number = 0; number < PARTITIONS; number++) {
                truths.add(Truth.of(held.get(number), target, Replication.remote(flow, partition(number))));
                Collection<Chunk> chunks = chunks(target, flow.name(), partition(number));
                bytes += chunks.stream().mapToLong(Chunk::bytes).sum();
                assertThat(Ledger.of(chunks).toList()).anyMatch(Anchor.class::isInstance);
            }
            assertThat(bytes).isBetween(LEAST_BUDGET / 2, LEAST_BUDGET + 4_096 * PARTITIONS);
            Map<Basis, Integer> bases = new EnumMap<>(Basis.class);
            plans.forEach((group, plan) -> {
                assertThat(plan.ready()).as("%s", plan).isTrue();
                plan.partitions().forEach((partition, of) -> {
                    Basis basis = assertTrue(
                            of,
                            truths.get(partition.partition()),
                            stood.get(group).get(partition));
                    bases.merge(basis, 1, Integer::sum);
                });
            });
            assertThat(bases).containsOnlyKeys(Basis.LEDGER_EXACT, Basis.LEDGER_AT_OR_BEFORE);
            assertThat(bases.get(Basis.LEDGER_EXACT)).isGreaterThan(GROUPS / 2 * PARTITIONS);
            for (int i = GROUPS / 2; i < GROUPS; i++) {
                assertThat(plans.get("group-" + i).totals().exact())
                        .as("group %d", i)
                        .isEqualTo(PARTITIONS);
            }
        }
    }

    private static Basis assertTrue(PartitionPlan plan, Truth truth, long stood) {
        Seek seek = (Seek) plan.decision();
        assertThat(truth.passed(stood, seek.offset())).as("passed by %s", plan).isZero();
        assertThat(truth.again(stood, seek.offset()))
                .as("read again by %s", plan)
                .isLessThanOrEqualTo(plan.readAgain().atMost().orElseThrow());
        if (seek.basis().exact()) {
            assertThat(seek.offset()).as("%s", plan).isEqualTo(truth.place(stood));
        }
        return seek.basis();
    }
}
