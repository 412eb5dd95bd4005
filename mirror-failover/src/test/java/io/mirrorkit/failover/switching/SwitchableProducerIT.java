package io.mirrorkit.failover.switching;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.ledger.ControlState;
import io.mirrorkit.api.ledger.MemberStatus;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.testing.BrokerProcess;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import io.mirrorkit.testing.TestCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Producers that move between two clusters: what was acknowledged is there, and what was not is handed back. */
class SwitchableProducerIT {

    private static final Flow FORTH = Flow.builder("a", "b")
            .topics(topic -> true)
            .policy(NamingPolicies.prefix())
            .build();

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
        a.createTopic(application, 1);
        b.createTopic(application, 1);
    }

    private ClusterSwitch clusters(TestCluster first) {
        ClusterSwitch clusters = ClusterSwitch.builder(application)
                .cluster("a", first.clientProperties())
                .cluster("b", b.clientProperties())
                .flow(FORTH)
                .instance("one")
                .startOn("a")
                .start();
        awaitActive(clusters, "a");
        return clusters;
    }

    private static void awaitActive(ClusterSwitch clusters, String alias) {
        await().until(() ->
                clusters.current().filter(state -> state.active().equals(alias)).isPresent());
    }

    private static SwitchableProducer<byte[], byte[]> producer(
            ClusterSwitch clusters, Map<String, Object> more, HandBack<byte[], byte[]> handBack) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("acks", "all");
        return SwitchableProducer.<byte[], byte[]>builder(
                        clusters,
                        properties,
                        (cluster, all) ->
                                new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer()))
                .handBack(handBack)
                .build();
    }

    private ProducerRecord<byte[], byte[]> record(String id) {
        return new ProducerRecord<>(application, 0, null, id.getBytes(UTF_8));
    }

    private List<String> on(TestCluster cluster) {
        return Records.readAll(cluster, new TopicPartition(application, 0), IsolationLevel.READ_COMMITTED).stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    @Test
    void shouldWriteEveryRecordOnceAndInOrderWhenItSwitchesWhileSending() throws Exception {
        List<String> handedBack = new CopyOnWriteArrayList<>();
        try (ClusterSwitch clusters = clusters(a);
                SwitchableProducer<byte[], byte[]> producer = producer(clusters, Map.of(), (record, cluster) -> {
                    handedBack.add(new String(record.value(), UTF_8));
                    return HandBack.Decision.RESEND;
                })) {
            // Given
            AtomicBoolean enough = new AtomicBoolean();
            Map<String, Future<RecordMetadata>> sent = new ConcurrentHashMap<>();
            List<String> order = new CopyOnWriteArrayList<>();
            Thread sender = new Thread(() -> {
                for (int i = 0; !enough.get(); i++) {
                    sent.put("r" + i, producer.send(record("r" + i)));
                    order.add("r" + i);
                }
            });
            sender.start();
            await().until(() -> sent.size() > 1000);

            // When
            for (String cluster : List.of("b", "a", "b")) {
                clusters.switchTo(cluster, "a test");
                int before = sent.size();
                await().until(() -> sent.size() > before + 1000);
            }
            enough.set(true);
            sender.join();
            producer.flush();

            // Then: an unplanned switch may double what it handed back, and nothing else
            for (Future<RecordMetadata> one : sent.values()) {
                one.get();
            }
            List<String> all = Stream.concat(on(a).stream(), on(b).stream()).toList();
            assertThat(Set.copyOf(all)).isEqualTo(sent.keySet());
            assertThat(all.size() - sent.size()).isBetween(0, handedBack.size());
        }
    }

    @Test
    void shouldHandBackWhatALostClusterDidNotAcknowledge() throws Exception {
        try (BrokerProcess lost = BrokerProcess.start();
                ClusterSwitch clusters = clusters(lost)) {
            // Given
            lost.admin()
                    .createTopics(List.of(new NewTopic(application, 1, (short) 1)))
                    .all()
                    .get();
            Map<String, HandBack.Decision> decisions = Map.of(
                    "resent-1", HandBack.Decision.RESEND,
                    "parked", HandBack.Decision.PARKED,
                    "dropped", HandBack.Decision.DROP,
                    "resent-2", HandBack.Decision.RESEND);
            List<String> handedBack = new CopyOnWriteArrayList<>();
            try (SwitchableProducer<byte[], byte[]> producer = producer(clusters, Map.of(), (record, cluster) -> {
                assertThat(cluster).isEqualTo("a");
                handedBack.add(new String(record.value(), UTF_8));
                return decisions.getOrDefault(new String(record.value(), UTF_8), HandBack.Decision.DROP);
            })) {
                producer.send(record("acknowledged")).get();
                lost.suspend();
                Map<String, Future<RecordMetadata>> sent = new HashMap<>();
                for (String id : List.of("resent-1", "parked", "dropped", "resent-2")) {
                    sent.put(id, producer.send(record(id)));
                }

                // When
                clusters.switchTo("b", "a is lost");
                producer.send(record("new")).get();

                // Then
                assertThat(handedBack).containsExactly("resent-1", "parked", "dropped", "resent-2");
                assertThat(on(b)).containsExactly("resent-1", "resent-2", "new");
                assertThat(sent.get("resent-1").get().offset()).isZero();
                for (String id : List.of("parked", "dropped")) {
                    assertThatThrownBy(sent.get(id)::get)
                            .isInstanceOf(ExecutionException.class)
                            .hasCauseInstanceOf(ClusterSwitchedException.class)
                            .hasMessageContaining(id);
                }
            } finally {
                lost.kill();
            }
        }
    }

    @Test
    @SuppressWarnings("removal")
    void shouldFailATransactionThatASwitchInterruptsAndBeginAnewOnTheOtherCluster() {
        try (ClusterSwitch clusters = clusters(a);
                SwitchableProducer<byte[], byte[]> producer = producer(
                        clusters,
                        Map.of("transactional.id", application),
                        (record, cluster) -> HandBack.Decision.RESEND)) {
            // Given
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record("before"));
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(record("lost"));

            // When
            clusters.switchTo("b", "a test");
            awaitActive(clusters, "b");

            // Then
            assertThatThrownBy(producer::commitTransaction).isInstanceOf(ClusterSwitchedException.class);
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(record("after"));
            ConsumerGroupMetadata old = new SwitchedGroupMetadata(new ConsumerGroupMetadata("g"), 0);
            Map<TopicPartition, OffsetAndMetadata> offsets =
                    Map.of(new TopicPartition(application, 0), new OffsetAndMetadata(1));
            assertThatThrownBy(() -> producer.sendOffsetsToTransaction(offsets, old))
                    .isInstanceOf(ClusterSwitchedException.class)
                    .hasMessageContaining("before the switch of epoch 2");
            producer.sendOffsetsToTransaction(
                    offsets,
                    new SwitchedGroupMetadata(
                            new ConsumerGroupMetadata("g"),
                            clusters.current()
                                    .orElseThrow()
                                    .origin()
                                    .orElseThrow()
                                    .epoch()));
            producer.commitTransaction();
            assertThat(on(a)).containsExactly("before");
            assertThat(on(b)).containsExactly("after");
        }
    }

    @Test
    void shouldFinishAndSayWhereItWroteLastWhenItIsFencedAndGoOnWhenThatIsTakenBack() throws Exception {
        try (ClusterSwitch clusters = clusters(a);
                SwitchControl control = SwitchControl.builder(application)
                        .cluster("a", a.clientProperties())
                        .cluster("b", b.clientProperties())
                        .connect();
                SwitchableProducer<byte[], byte[]> producer = producer(
                        clusters,
                        Map.of("max.block.ms", 1000, "linger.ms", 60_000, "batch.size", 1 << 20),
                        (record, cluster) -> HandBack.Decision.DROP)) {
            // Given: a record that lies in the buffer
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            sent.add(producer.send(record("one")));

            // When
            ControlState fenced =
                    control.change("b", "a test", (changes, standing) -> Optional.of(changes.fence(standing, "b")));

            // Then
            await().atMost(Duration.ofSeconds(20)).until(() -> statuses(control).stream()
                    .anyMatch(status -> status.follows(fenced) && status.activity() == MemberStatus.Activity.FENCED));
            assertThat(sent.get(0).get().offset()).isZero();
            assertThat(statuses(control).get(0).offsets())
                    .containsExactly(new MemberStatus.MemberOffset(application, 0, 1, -1, ""));
            assertThatThrownBy(() -> producer.send(record("refused")))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("no cluster to write to");

            // When: taken back
            control.change("b", "a test", (changes, standing) -> changes.rollBack(standing));

            // Then
            await().until(() -> clusters.current()
                    .filter(state -> state.epoch() > fenced.epoch())
                    .isPresent());
            producer.send(record("two"));
            producer.flush();
            assertThat(on(a)).containsExactly("one", "two");
        }
    }

    private static List<MemberStatus> statuses(SwitchControl control) {
        return control.read().members().values().stream()
                .map(ControlReading.Heard::status)
                .collect(Collectors.toList());
    }
}
