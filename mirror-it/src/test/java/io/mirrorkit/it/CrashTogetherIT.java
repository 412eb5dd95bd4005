package io.mirrorkit.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.Flow;
import io.mirrorkit.failover.Basis;
import io.mirrorkit.failover.Decision.Seek;
import io.mirrorkit.failover.FailoverClient;
import io.mirrorkit.failover.GroupPlan;
import io.mirrorkit.failover.PartitionPlan;
import io.mirrorkit.testing.BrokerProcess;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.TestCluster;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Invariants C and I after the worst moment: source and engine are killed in one instant, in mid-copy. Whatever the target knows then is
 * safe to go by, and what it doesn't know it says.
 */
class CrashTogetherIT {

    private static final int PARTITIONS = 2;
    private static final int FIRST = 5_000;
    private static final Duration LATER = Duration.ofMinutes(10);

    private static BrokerProcess source;
    private static EmbeddedCluster target;

    @BeforeAll
    static void startClusters() {
        source = BrokerProcess.builder().behindProxy().start();
        // So that the engine, which fetches little at a time, is killed in mid-copy however fast it is.
        source.proxy().delayRequests(Duration.ofMillis(150));
        target = EmbeddedCluster.start();
    }

    @AfterAll
    static void stopClusters() {
        source.close();
        target.close();
    }

    /** One round: what the source held, and where its groups stood. */
    private static final class Round {
        private final String topic;
        private final Flow flow;
        private final List<Map<String, Long>> held = new ArrayList<>();
        private final Map<String, Map<TopicPartition, Long>> stood = new HashMap<>();

        Round(int number) {
            topic = "crash" + number;
            flow = EngineChild.flow(topic);
        }

        TopicPartition partition(int number) {
            return new TopicPartition(topic, number);
        }

        String group(String name) {
            return name + "-" + topic;
        }

        void produce() throws Exception {
            Clusters.create(source, topic, PARTITIONS);
            try (Traffic traffic = new Traffic(source, topic, PARTITIONS)) {
                traffic.mixed(12).plain(FIRST).mixed(12);
            }
            for (int number = 0; number < PARTITIONS; number++) {
                held.add(Truth.offsets(source, partition(number)));
            }
        }

        void stand(String name, long offset) throws Exception {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            for (int number = 0; number < PARTITIONS; number++) {
                offsets.put(partition(number), offset + number);
            }
            Clusters.commit(source, group(name), offsets);
            stood.put(group(name), offsets);
        }

        /** A group that moves until the lights go out; what it had committed last may not have been seen. */
        void moveUntilKilled(Process engine, long copied) throws Exception {
            long offset = 0;
            while (onTarget(target, this) < copied || !seen()) {
                offset += 20;
                stand("moving", offset);
                assertThat(engine.isAlive()).isTrue();
            }
        }

        boolean seen() {
            try (FailoverClient client = FailoverClient.connect(target.clientProperties(), flow)) {
                return client.planAll().groups().keySet().equals(stood.keySet());
            }
        }
    }

    private static long onTarget(TestCluster cluster, Round round) throws Exception {
        long sum = 0;
        for (int number = 0; number < PARTITIONS; number++) {
            sum += Clusters.end(cluster, Replication.remote(round.flow, round.partition(number)));
        }
        return sum;
    }

    @RepeatedTest(3)
    void shouldPlanSafelyWhenSourceAndEngineAreKilledTogether(RepetitionInfo repetition) throws Exception {
        // Given
        int number = repetition.getCurrentRepetition();
        if (!source.isAlive()) {
            source.restart();
        }
        Round round = new Round(number);
        round.produce();
        round.stand("at-zero", 0);
        round.stand("among-transactions", 77);
        round.stand("early", 900);
        round.stand("midway", FIRST / 2);
        round.stand("far", FIRST - 100);
        Process engine = EngineChild.start(source.proxy().bootstrapServers(), target.bootstrapServers(), round.topic);
        try {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> target.admin().listTopics().names().get().contains("a." + round.topic));

            // When
            round.moveUntilKilled(engine, 1_500L * number);
        } finally {
            engine.destroyForcibly();
            source.kill();
            engine.waitFor();
        }
        Map<String, GroupPlan> plans;
        try (FailoverClient client = FailoverClient.builder(target.clientProperties(), round.flow)
                .clock(Clock.offset(Clock.systemUTC(), LATER))
                .connect()) {
            plans = client.planAll().groups();
        }

        // Then
        assertThat(plans).containsOnlyKeys(round.stood.keySet());
        List<Truth> truths = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            truths.add(Truth.of(
                    round.held.get(partition), target, Replication.remote(round.flow, round.partition(partition))));
        }
        assertThat(truths).allSatisfy(truth -> assertThat(truth.missing()).isPositive());
        plans.values().forEach(plan -> {
            assertThat(plan.ready()).as("%s", plan).isTrue();
            assertThat(plan.notes()).as("%s", plan).anyMatch(note -> note.contains("evidence is 10"));
            plan.partitions()
                    .forEach((partition, of) -> assertSafe(
                            of,
                            truths.get(partition.partition()),
                            round.stood.get(plan.group()).get(partition)));
        });
    }

    /** What is true whatever the instant. */
    private static void assertSafe(PartitionPlan plan, Truth truth, long stood) {
        Set<Basis> expected = EnumSet.of(Basis.LEDGER_EXACT, Basis.LEDGER_AT_OR_BEFORE, Basis.LEDGER_EDGE);
        assertThat(plan.decision()).as("%s", plan).isInstanceOfSatisfying(Seek.class, seek -> {
            assertThat(seek.basis()).as("%s", plan).isIn(expected);
            assertThat(truth.passed(stood, seek.offset()))
                    .as("passed by %s", plan)
                    .isZero();
            long seen = plan.sourceOffset().orElseThrow();
            assertThat(seen).as("%s", plan).isLessThanOrEqualTo(stood);
            assertThat(plan.readAgain().atMost().orElseThrow())
                    .as("bound of %s", plan)
                    .isGreaterThanOrEqualTo(truth.again(seen, seek.offset()));
            if (seek.basis().exact()) {
                assertThat(seek.offset()).as("%s", plan).isEqualTo(truth.place(seen));
                assertThat(plan.offsetsNotThere()).isZero();
            }
        });
        assertThat(plan.notArrived().orElseThrow().readable()).as("%s", plan).isGreaterThanOrEqualTo(truth.missing());
        assertThat(plan.evidenceAge().group().orElseThrow()).as("%s", plan).isGreaterThan(LATER);
        assertThat(plan.evidenceAge().source().orElseThrow()).as("%s", plan).isBetween(LATER, LATER.plusSeconds(60));
    }
}
