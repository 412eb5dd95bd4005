package io.mirrorkit.failover.switching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirrorkit.api.errors.ClusterUnavailableException;
import io.mirrorkit.api.errors.SwitchRefusedException;
import io.mirrorkit.api.ledger.ControlState;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The state on both clusters, with two operators, and with clusters that can't be reached. */
class SwitchControlIT {

    private static final Map<String, Object> NOWHERE = Map.of("bootstrap.servers", "localhost:1");

    private static EmbeddedCluster a;
    private static EmbeddedCluster b;

    private String application = "";

    @BeforeAll
    static void start() {
        a = EmbeddedCluster.start();
        b = EmbeddedCluster.start();
    }

    @AfterAll
    static void stop() {
        a.close();
        b.close();
    }

    @BeforeEach
    void anApplicationOfItsOwn(TestInfo info) {
        application = info.getTestMethod().orElseThrow().getName();
    }

    private SwitchControl both(String who) {
        return control(who, a.clientProperties(), b.clientProperties());
    }

    private SwitchControl control(String who, Map<String, Object> toA, Map<String, Object> toB) {
        return SwitchControl.builder(application)
                .cluster("a", toA)
                .cluster("b", toB)
                .who(who)
                .otherClusterWithin(Duration.ofMillis(1500))
                .connect();
    }

    @Test
    void shouldTellTheStateOnBothClustersWithOneCall() {
        try (SwitchControl control = both("ann")) {
            // Given
            control.start("a", "first");

            // When
            ControlState switched = control.switchTo("b", "a test");

            // Then
            ControlReading reading = control.read();
            assertThat(reading.standing()).isEqualTo(new Standing.Clear(switched));
            assertThat(reading.states()).isEqualTo(Map.of("a", switched, "b", switched));
            assertThat(reading.unread()).isEmpty();
            assertThat(switched.epoch()).isEqualTo(2);
            assertThat(switched.active()).isEqualTo("b");
            assertThat(switched.who()).isEqualTo("ann");
            assertThat(switched.why()).isEqualTo("a test");
            assertThat(switched.origin().orElseThrow().cluster()).isEqualTo("a");
        }
    }

    @Test
    void shouldChangeNothingWhenTheClientsAreThereAlready() {
        try (SwitchControl control = both("ann")) {
            // Given
            ControlState first = control.start("a", "first");

            // When, Then
            assertThat(control.start("b", "again")).isEqualTo(first);
            assertThat(control.switchTo("a", "again")).isEqualTo(first);
        }
    }

    @Test
    void shouldLetTheOlderCopyLoseWhenItsClusterComesBack() {
        try (SwitchControl both = both("ann");
                SwitchControl onlyB = control("bob", NOWHERE, b.clientProperties())) {
            // Given
            both.start("a", "first");

            // When
            ControlState switched = onlyB.switchTo("b", "a is lost");

            // Then
            assertThat(onlyB.read().unread()).containsOnlyKeys("a");
            ControlReading reading = both.read();
            assertThat(reading.states().get("a").epoch()).isEqualTo(1);
            assertThat(reading.state()).contains(switched);
        }
    }

    @Test
    void shouldHoldWhenTwoDecideOtherwiseOnTwoClustersAndSettleWithTheNextChange() {
        try (SwitchControl both = both("ann");
                SwitchControl onlyA = control("bob", a.clientProperties(), NOWHERE);
                SwitchControl onlyB = control("cat", NOWHERE, b.clientProperties())) {
            // Given: both clusters know that b is active, and then are cut off from each other
            both.start("b", "first");
            ControlState toA = onlyA.switchTo("a", "b is lost");
            ControlState stay =
                    onlyB.change("b", "a is lost", (changes, standing) -> Optional.of(changes.fence(standing, "a")));

            // When
            Standing standing = both.read().standing();

            // Then
            assertThat(standing).isInstanceOf(Standing.Contradicted.class);
            assertThat(Set.of(toA, stay)).hasSize(2);
            assertThatThrownBy(
                            () -> both.change("a", "planned", (changes, now) -> Optional.of(changes.fence(now, "a"))))
                    .isInstanceOf(SwitchRefusedException.class)
                    .hasMessageContaining("bob")
                    .hasMessageContaining("cat");
            ControlState settled = both.switchTo("a", "we agreed");
            assertThat(settled.epoch()).isEqualTo(3);
            assertThat(both.read().state()).contains(settled);
        }
    }

    @Test
    void shouldGiveEachOfManyChangesAnEpochOfItsOwnWhenTheyAreMadeAtOnce() throws Exception {
        // Given
        int operators = 3;
        int changes = 2;
        Map<Long, Uuid> made = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(operators);
        try (SwitchControl control = both("ann")) {
            control.start("a", "first");
        }

        // When
        List<Future<Integer>> done = IntStream.range(0, operators)
                .mapToObj(operator -> threads.submit(() -> {
                    int doubled = 0;
                    try (SwitchControl control = SwitchControl.builder(application)
                            .cluster("a", a.clientProperties())
                            .cluster("b", b.clientProperties())
                            .deadline(Duration.ofSeconds(60))
                            .connect()) {
                        for (int i = 0; i < changes; i++) {
                            ControlState state = control.change(
                                    "a",
                                    "race",
                                    (change, standing) -> change.flip(standing, standing.epoch() % 2 == 0 ? "a" : "b"));
                            doubled += made.put(state.epoch(), state.uuid()) == null ? 0 : 1;
                        }
                    }
                    return doubled;
                }))
                .toList();
        int doubled = 0;
        for (Future<Integer> one : done) {
            doubled += one.get();
        }
        threads.shutdown();

        // Then
        assertThat(doubled).isZero();
        assertThat(made.keySet())
                .isEqualTo(LongStream.rangeClosed(2, operators * changes + 1)
                        .boxed()
                        .collect(Collectors.toSet()));
    }

    @Test
    void shouldNotWriteWhenSomebodyElseTookTheTurnMeanwhile() {
        try (SwitchControl control = both("ann")) {
            // Given
            control.start("a", "first");
            List<Long> seen = new ArrayList<>();

            // When: between the slow one's look and its write, another one writes
            ControlState written = control.change("a", "slow", (changes, standing) -> {
                seen.add(standing.epoch());
                if (seen.size() == 2) {
                    control.change("a", "quick", (quick, now) -> quick.flip(now, "b"));
                }
                return changes.flip(standing, seen.size() < 3 ? "b" : "a");
            });

            // Then: it looks again
            assertThat(seen).containsExactly(1L, 1L, 2L);
            assertThat(written.epoch()).isEqualTo(3);
            assertThat(written.active()).isEqualTo("a");
        }
    }

    @Test
    void shouldReadAllThatWasCommittedAlthoughAnotherApplicationsTransactionHangs() {
        try (SwitchControl control = SwitchControl.builder(application)
                .cluster("a", a.clientProperties())
                .cluster("b", b.clientProperties())
                .otherClusterWithin(Duration.ofSeconds(12))
                .connect()) {
            // Given
            control.start("a", "first");
            Producer<byte[], byte[]> hanging = Records.producer(
                    a, Map.of("transactional.id", "hanging-" + application, "transaction.timeout.ms", 2000));
            hanging.initTransactions();
            hanging.beginTransaction();
            hanging.send(new ProducerRecord<>("__mirror-control", new byte[] {9}, new byte[0]));
            hanging.flush();

            // When
            ControlState switched = control.switchTo("b", "past it");

            // Then
            assertThat(control.read().states()).isEqualTo(Map.of("a", switched, "b", switched));
            hanging.close(Duration.ZERO);
        }
    }

    @Test
    void shouldSayWhyWhenNoClusterAnswers() {
        try (SwitchControl control = SwitchControl.builder(application)
                .cluster("a", NOWHERE)
                .cluster("b", NOWHERE)
                .deadline(Duration.ofMillis(500))
                .connect()) {
            // When, Then
            assertThatThrownBy(control::read)
                    .isInstanceOf(ClusterUnavailableException.class)
                    .hasMessageContaining(application);
            assertThatThrownBy(() -> control.switchTo("b", "hopeless"))
                    .isInstanceOf(ClusterUnavailableException.class)
                    .hasMessageContaining("Cluster b");
        }
    }
}
