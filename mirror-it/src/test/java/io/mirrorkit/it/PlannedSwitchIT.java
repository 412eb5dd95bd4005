package io.mirrorkit.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.errors.SwitchRefusedException;
import io.mirrorkit.api.ledger.ControlState;
import io.mirrorkit.failover.switching.ClusterSwitch;
import io.mirrorkit.failover.switching.HandBack;
import io.mirrorkit.failover.switching.PlannedSwitch;
import io.mirrorkit.failover.switching.SwitchControl;
import io.mirrorkit.failover.switching.SwitchableProducer;
import io.mirrorkit.it.SwitchingApp.Processed;
import io.mirrorkit.it.SwitchingApp.Start;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import io.mirrorkit.testing.EmbeddedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Planned switches under load: every record that was acknowledged is processed once, by whoever, on whichever cluster. */
@Tag("long")
@SuppressWarnings("try")
class PlannedSwitchIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 3;

    private static final Flow FORTH = flow("a", "b");
    private static final Flow BACK = flow("b", "a");

    private static EmbeddedCluster a;
    private static EmbeddedCluster b;
    private static Replication replication;

    private final List<Processed> log = new CopyOnWriteArrayList<>();

    private static Flow flow(String source, String target) {
        return Replication.quick(source, target)
                .topics(TopicFilters.include("plan-.*"))
                .policy(NamingPolicies.prefix())
                .config("heartbeats.enabled", false)
                .build();
    }

    @BeforeAll
    static void start() {
        a = quickGroups();
        b = quickGroups();
        replication = Replication.start(Map.of("a", a, "b", b), FORTH, BACK);
    }

    /** Members of groups with the consumer protocol hear at once what changes. */
    private static EmbeddedCluster quickGroups() {
        return EmbeddedCluster.builder()
                .property("group.consumer.heartbeat.interval.ms", "200")
                .start();
    }

    @AfterAll
    static void stop() {
        replication.close();
        a.close();
        b.close();
    }

    private static Start app(String topic) throws Exception {
        Clusters.create(a, topic, PARTITIONS);
        Clusters.create(b, topic, PARTITIONS);
        return new Start(
                "app-" + topic, Map.of("a", a.clientProperties(), "b", b.clientProperties()), topic, FORTH, BACK);
    }

    private static SwitchControl control(String topic) {
        return SwitchControl.builder("app-" + topic)
                .cluster("a", a.clientProperties())
                .cluster("b", b.clientProperties())
                .who("the test")
                .connect();
    }

    private static PlannedSwitch.Builder planned(SwitchControl control, String to) {
        return PlannedSwitch.builder(control, to).flow(FORTH).flow(BACK);
    }

    /** An instance that writes some records every few milliseconds. */
    private static final class Writer implements AutoCloseable {
        private final SwitchableProducer<byte[], byte[]> producer;
        private final Map<String, Future<RecordMetadata>> sent = new java.util.concurrent.ConcurrentHashMap<>();
        private final Thread thread;
        private volatile boolean stopped;

        Writer(ClusterSwitch clusters, String name, String topic, Map<String, Object> properties) {
            producer = SwitchableProducer.<byte[], byte[]>builder(
                            clusters,
                            properties,
                            (cluster, all) ->
                                    new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer()))
                    .handBack((record, cluster) -> HandBack.Decision.RESEND)
                    .build();
            thread = new Thread(() -> run(name, topic, properties.containsKey("transactional.id")));
            thread.start();
        }

        private void run(String name, String topic, boolean transactions) {
            if (transactions) {
                producer.initTransactions();
            }
            for (int i = 0; !stopped; i++) {
                if (transactions) {
                    producer.beginTransaction();
                }
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    String id = topic + "-" + name + "-" + partition + "-" + i;
                    sent.put(id, producer.send(new ProducerRecord<>(topic, partition, null, id.getBytes(UTF_8))));
                }
                if (transactions) {
                    producer.commitTransaction();
                }
                LockSupport.parkNanos(3_000_000);
            }
            producer.flush();
        }

        void awaitMore() {
            int before = sent.size();
            await().atMost(PATIENCE).until(() -> sent.size() > before + 300);
        }

        Set<String> stop() throws Exception {
            stopped = true;
            thread.join();
            for (Future<RecordMetadata> one : sent.values()) {
                one.get();
            }
            return sent.keySet();
        }

        @Override
        public void close() {
            stopped = true;
            producer.close(Duration.ofSeconds(2));
        }
    }

    private List<String> doubled() {
        Map<String, List<Processed>> byId = log.stream().collect(Collectors.groupingBy(Processed::id));
        return byId.values().stream()
                .filter(all -> all.size() > 1)
                .map(Object::toString)
                .sorted()
                .toList();
    }

    private void assertAllOnce(Set<String> written, SwitchingApp... apps) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (SwitchingApp app : apps) {
                app.throwIfFailed();
            }
            assertThat(new HashSet<>(log.stream().map(Processed::id).toList())).containsAll(written);
        });
        assertThat(doubled()).as("given twice").isEmpty();
        assertThat(log).hasSameSizeAs(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void shouldLoseAndDoubleNothingWhenThreeInstancesGoThereAndBackUnderLoad(String protocol) throws Exception {
        // Given
        String topic = "plan-load-" + protocol;
        Start start = app(topic).properties(Map.of("group.protocol", protocol)).commitEvery(5);
        try (SwitchingApp one = start.instance("one", log);
                SwitchingApp two = start.instance("two", log);
                SwitchingApp three = start.instance("three", log);
                Writer plain = new Writer(one.clusters(), "plain", topic, Map.of());
                Writer transactional =
                        new Writer(two.clusters(), "transactional", topic, Map.of("transactional.id", topic));
                SwitchControl control = control(topic)) {
            plain.awaitMore();

            // When
            PlannedSwitch.Outcome there = planned(control, "b").build().run();
            plain.awaitMore();
            transactional.awaitMore();
            PlannedSwitch.Outcome back = planned(control, "a").build().run();
            plain.awaitMore();

            // Then
            Set<String> written = new HashSet<>(plain.stop());
            written.addAll(transactional.stop());
            assertAllOnce(written, one, two, three);
            assertThat(there.state().active()).isEqualTo("b");
            assertThat(back.state().active()).isEqualTo("a");
            assertThat(there.steps())
                    .extracting(PlannedSwitch.Step::name)
                    .containsExactly("validate", "fence", "drain", "settle", "flip", "verify");
            assertThat(back.notes()).noneMatch(note -> note.startsWith("Not seen"));
            assertThat(log).extracting(Processed::topic).contains(topic);
        }
    }

    @Test
    void shouldTakeItBackAndLoseAndDoubleNothingWhenAnInstanceSleeps() throws Exception {
        // Given
        String topic = "plan-sleep";
        Start start = app(topic).commitEvery(5);
        try (SwitchingApp one = start.instance("one", log);
                SwitchingApp sleeper = start.instance("sleeper", log);
                Writer writer = new Writer(one.clusters(), "writer", topic, Map.of());
                SwitchControl control = control(topic)) {
            writer.awaitMore();
            await().atMost(PATIENCE)
                    .until(() ->
                            log.stream().map(Processed::instance).distinct().count() == 2);
            sleeper.freeze();

            // When
            PlannedSwitch planned = planned(control, "b")
                    .patience(Duration.ofSeconds(5))
                    .silentAfter(Duration.ofSeconds(30))
                    .build();
            assertThatThrownBy(planned::run)
                    .isInstanceOf(SwitchRefusedException.class)
                    .hasMessageContaining("sleeper/consumer-1");

            // Then
            ControlState state = control.read().state().orElseThrow();
            assertThat(state.active()).isEqualTo("a");
            assertThat(state.phase()).isEqualTo(ControlState.Phase.STEADY);
            sleeper.thaw();
            writer.awaitMore();
            assertThat(planned(control, "b").build().run().state().active()).isEqualTo("b");
            writer.awaitMore();
            assertAllOnce(writer.stop(), one, sleeper);
        }
    }

    @Test
    void shouldGoOnOrTakeItBackWhereverTheCallerDies() throws Exception {
        // Given
        String topic = "plan-crash";
        Start start =
                app(topic).properties(Map.of("group.protocol", "consumer")).commitEvery(5);
        try (SwitchingApp one = start.instance("one", log);
                SwitchingApp two = start.instance("two", log);
                Writer writer = new Writer(two.clusters(), "writer", topic, Map.of());
                SwitchControl control = control(topic)) {
            writer.awaitMore();
            String active = "a";
            List<String> finished = new ArrayList<>();
            for (String dyingAfter : List.of("fence", "settle", "flip")) {
                String to = active.equals("a") ? "b" : "a";
                PlannedSwitch dying = planned(control, to)
                        .onStep(step -> {
                            if (step.name().equals(dyingAfter)) {
                                throw new IllegalStateException("dies after " + dyingAfter);
                            }
                        })
                        .build();

                // When: it dies; somebody else takes it back, and once more it dies; somebody else finishes it
                if (!dyingAfter.equals("flip")) {
                    assertThatThrownBy(dying::run).hasMessageContaining("dies after");
                    ControlState back = planned(control, to).build().rollBack();
                    assertThat(back.active()).isEqualTo(active);
                }
                assertThatThrownBy(dying::run).hasMessageContaining("dies after");
                finished.add(planned(control, to).build().run().state().active());
                active = to;
            }

            // Then
            assertThat(finished).containsExactly("b", "a", "b");
            writer.awaitMore();
            assertAllOnce(writer.stop(), one, two);
        }
    }
}
