package io.mirrorkit.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.ledger.ControlState;
import io.mirrorkit.failover.switching.HandBack;
import io.mirrorkit.failover.switching.SwitchControl;
import io.mirrorkit.failover.switching.SwitchableProducer;
import io.mirrorkit.it.SwitchingApp.Processed;
import io.mirrorkit.it.SwitchingApp.Start;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import io.mirrorkit.testing.BrokerProcess;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cluster that an application works on is lost under load: everything that had reached the other one is processed, and comes home later. */
@SuppressWarnings("try")
class UnplannedSwitchIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PARTITIONS = 2;
    private static final String TOPIC = "lost-orders";

    /** How a cluster is lost: its process is gone, or it answers nothing and keeps its connections. */
    private enum Loss {
        KILLED,
        FROZEN;

        void lose(BrokerProcess cluster) {
            if (this == KILLED) {
                cluster.kill();
            } else {
                cluster.suspend();
            }
        }

        void bringBack(BrokerProcess cluster) {
            if (this == KILLED) {
                cluster.restart();
            } else {
                cluster.resume();
            }
        }
    }

    private static Flow flow(String source, String target) {
        return Replication.quick(source, target)
                .topics(TopicFilters.include("lost-.*"))
                .policy(NamingPolicies.prefix())
                .config("heartbeats.enabled", false)
                .build();
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void shouldPassNothingOverThatHadArrivedAndComeHomeWhenTheClusterIsBack(Loss loss) throws Exception {
        Flow forth = flow("a", "b");
        Flow back = flow("b", "a");
        List<Processed> log = new CopyOnWriteArrayList<>();
        try (EmbeddedCluster b = EmbeddedCluster.start();
                BrokerProcess a = BrokerProcess.start();
                Replication replication = Replication.start(Map.of("a", a, "b", b), forth, back)) {
            Clusters.create(a, TOPIC, PARTITIONS);
            Clusters.create(b, TOPIC, PARTITIONS);
            Start start = new Start(
                            "lost", Map.of("a", a.clientProperties(), "b", b.clientProperties()), TOPIC, forth, back)
                    .properties(Map.of("session.timeout.ms", 6000, "heartbeat.interval.ms", 500))
                    .commitEvery(3);
            Map<String, Future<RecordMetadata>> sent = new ConcurrentHashMap<>();
            try (SwitchingApp one = start.instance("one", log);
                    SwitchingApp two = start.instance("two", log);
                    SwitchControl control = SwitchControl.builder("lost")
                            .cluster("a", a.clientProperties())
                            .cluster("b", b.clientProperties())
                            .otherClusterWithin(Duration.ofMillis(500))
                            .connect();
                    SwitchableProducer<byte[], byte[]> producer = SwitchableProducer.<byte[], byte[]>builder(
                                    one.clusters(),
                                    Map.of(),
                                    (cluster, all) -> new KafkaProducer<>(
                                            all, new ByteArraySerializer(), new ByteArraySerializer()))
                            .handBack((record, cluster) -> HandBack.Decision.RESEND)
                            .build()) {
                // Given: load
                send(producer, sent, 400);
                await().atMost(PATIENCE).until(() -> log.size() > 300);
                await().atMost(PATIENCE).until(() -> control.read().states().size() == 2);

                // When
                loss.lose(a);
                long lost = System.nanoTime();
                ControlState state = control.switchTo("b", "a is " + loss);
                send(producer, sent, 400);
                Set<String> onB = new TreeSet<>();
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    onB.addAll(ids(b, new TopicPartition("a." + TOPIC, partition)));
                    onB.addAll(ids(b, new TopicPartition(TOPIC, partition)));
                }

                // Then: what was given before or has arrived is processed; positions were handed over, so nothing is
                // given twice
                await().atMost(PATIENCE).untilAsserted(() -> {
                    one.throwIfFailed();
                    two.throwIfFailed();
                    Set<String> left = new TreeSet<>(onB);
                    left.removeAll(processed(log));
                    assertThat(left).as("%s", one.events()).isEmpty();
                });
                assertThat(state.active()).isEqualTo("b");
                assertThat(twice(log)).isEmpty();
                assertThat(Duration.ofNanos(System.nanoTime() - lost)).isLessThan(PATIENCE);

                // When: the cluster comes back with its old copy of the state
                loss.bringBack(a);

                // Then: the copy is brought up to date, nobody goes back, and what was stranded comes through the flow
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(control.read().states().get("a")).isEqualTo(state));
                for (Future<RecordMetadata> one1 : sent.values()) {
                    one1.get();
                }
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(processed(log)).isEqualTo(sent.keySet()));
                replication.awaitCopied(back, TOPIC, PARTITIONS);

                // When: home
                control.switchTo("a", "home");
                send(producer, sent, 100);

                // Then
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(processed(log)).isEqualTo(sent.keySet()));
            } finally {
                if (loss == Loss.FROZEN) {
                    a.resume();
                }
            }
        }
    }

    private static void send(
            SwitchableProducer<byte[], byte[]> producer, Map<String, Future<RecordMetadata>> sent, int count) {
        for (int i = 0; i < count; i++) {
            String id = "r-" + sent.size();
            sent.put(id, producer.send(new ProducerRecord<>(TOPIC, i % PARTITIONS, null, id.getBytes(UTF_8))));
        }
    }

    private static List<String> ids(EmbeddedCluster cluster, TopicPartition partition) {
        return Records.readAll(cluster, partition, IsolationLevel.READ_COMMITTED).stream()
                .map(Truth::id)
                .toList();
    }

    private static Set<String> processed(List<Processed> log) {
        return new HashSet<>(log.stream().map(Processed::id).toList());
    }

    /** Ids that were given twice from one topic: a resent record that had been written after all is there twice and no fault. */
    private static Set<String> twice(List<Processed> log) {
        return log.stream()
                .collect(Collectors.groupingBy(
                        record -> record.id() + " of " + record.topic().replaceFirst("^a\\.", "") + " "
                                + (record.topic().startsWith("a.") || record.offset() >= 0),
                        Collectors.counting()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
