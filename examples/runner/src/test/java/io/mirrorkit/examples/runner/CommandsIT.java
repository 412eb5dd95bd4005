package io.mirrorkit.examples.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.failover.switching.SwitchControl;
import io.mirrorkit.testing.BrokerProcess;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the day, when the source has been killed. */
class CommandsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final TopicPartition OTHERS = new TopicPartition("orders", 1);
    private static final TopicPartition COPIES = new TopicPartition("primary.orders", 0);
    private static final TopicPartition OTHER_COPIES = new TopicPartition("primary.orders", 1);

    private static EmbeddedCluster backup;
    private static Path file;

    @TempDir
    private static Path directory;

    private final FakeTerminal terminal = new FakeTerminal();

    @BeforeAll
    static void replicateAndLoseTheSource() throws Exception {
        backup = EmbeddedCluster.start();
        try (BrokerProcess primary = BrokerProcess.start()) {
            primary.admin()
                    .createTopics(List.of(new NewTopic("orders", 2, (short) 1)))
                    .all()
                    .get();
            Records.produce(primary, ORDERS, 1_000);
            Records.produce(primary, OTHERS, 300);
            for (String group : List.of("billing", "audit", "asked", "busy")) {
                commit(primary.bootstrapServers(), group, Map.of(ORDERS, 700L, OTHERS, 300L));
            }
            file = directory.resolve("mm2.properties");
            Files.writeString(file, """
                    clusters = primary, backup
                    primary.bootstrap.servers = %s
                    backup.bootstrap.servers = %s
                    primary->backup.enabled = true
                    topics = orders
                    """.formatted(primary.bootstrapServers(), backup.bootstrapServers()));
            try (RunnerProcess runner = RunnerProcess.start(directory, file.toString())) {
                await().atMost(PATIENCE).failFast(() -> !runner.isAlive()).until(CommandsIT::allIsKnown);
                primary.kill();
                runner.end();
            }
        }
    }

    /** The ledger may be ahead of the status by a second. */
    private static boolean allIsKnown() {
        return said("plan").contains("(8 exact)")
                && said("status").contains("Partitions: 3. Lag: 0 offsets. Groups: 4.");
    }

    private static String said(String command) {
        FakeTerminal quiet = new FakeTerminal();
        int code = Main.run(quiet, command, file.toString(), "--deadline", "5");
        return code == 0 ? quiet.results.toString() : "";
    }

    @AfterAll
    static void stop() {
        backup.close();
    }

    @BeforeEach
    void answerYes() {
        terminal.answer = Optional.of(true);
    }

    private int run(String command, String... more) {
        String[] args = new String[more.length + 2];
        args[0] = command;
        args[1] = file.toString();
        System.arraycopy(more, 0, args, 2, more.length);
        return Main.run(terminal, args);
    }

    private static void commit(String servers, String group, Map<TopicPartition, Long> offsets) {
        Map<String, Object> config =
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers, ConsumerConfig.GROUP_ID_CONFIG, group);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(offsets.keySet());
            offsets.forEach(
                    (partition, offset) -> consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset))));
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed(String group)
            throws ExecutionException, InterruptedException {
        return backup.admin()
                .listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
    }

    @Test
    void shouldPlanAllGroups() {
        // When
        int code = run("plan");

        // Then
        assertThat(code).as(terminal.told.toString()).isZero();
        assertThat(terminal.results.toString())
                .startsWith("Plan of flow primary-backup")
                .containsPattern("audit +orders +0 +700 +700 +exact")
                .containsPattern("billing +orders +1 +300 +300 +exact")
                .contains("Offsets: 8 (8 exact). Held: 0.");
        assertThat(terminal.questions).isEmpty();
    }

    @Test
    void shouldPlanAGroupForAProgram() {
        // When
        int code = run("plan", "--flow", "primary->backup", "--group", "billing", "--json");

        // Then
        assertThat(code).isZero();
        assertThat(terminal.results.toString().lines()).singleElement().satisfies(line -> assertThat(line)
                .startsWith("{")
                .contains("\"targetOffset\":700")
                .endsWith("}"));
    }

    @Test
    void shouldSayThatAGroupIsNotKnown() {
        // When
        int code = run("plan", "--group", "nobody");

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(terminal.results.toString()).contains("nothing known");
    }

    @Test
    void shouldSayThatAFlowIsNotKnown() throws IOException {
        // Given
        Path other = directory.resolve("other.properties");
        Files.writeString(
                other,
                Files.readString(file) + "primary->backup.flow.name = other\nclusters = main, backup\n"
                        + "main->backup.enabled = true\n");

        // When
        int plan = Main.run(terminal, "plan", other.toString(), "--flow", "main-backup");
        int status = Main.run(terminal, "status", other.toString(), "--flow", "main-backup");

        // Then
        assertThat(plan).isEqualTo(3);
        assertThat(status).isEqualTo(3);
        assertThat(terminal.told).hasSize(2).allSatisfy(line -> assertThat(line).contains("Way out: "));
    }

    @Test
    void shouldApplyAndReadBack() throws Exception {
        // When
        int code = run("apply", "--group", "billing", "--yes");

        // Then
        assertThat(code).as(terminal.told.toString()).isZero();
        assertThat(terminal.questions).isEmpty();
        assertThat(terminal.results.toString()).contains("Applied: group billing has 2 offsets on backup");
        assertThat(committed("billing"))
                .containsEntry(COPIES, new OffsetAndMetadata(700))
                .containsEntry(OTHER_COPIES, new OffsetAndMetadata(300));
    }

    @Test
    void shouldApplyNothingThatWasNotAskedFor() throws Exception {
        // Given
        terminal.answer = Optional.of(false);

        // When
        int code = run("apply", "--group", "asked");

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(terminal.questions).singleElement().satisfies(question -> assertThat(question)
                .startsWith("Commit 2 offsets of 1 group on backup ("));
        assertThat(committed("asked")).isEmpty();
    }

    @Test
    void shouldApplyNothingWhereNobodyCanBeAsked() throws Exception {
        // When
        try (RunnerProcess runner = RunnerProcess.start(directory, "apply", file.toString(), "--group", "asked")) {
            int code = runner.awaitExit();

            // Then
            assertThat(code).as(runner.err()).isEqualTo(2);
            assertThat(runner.out()).startsWith("Plan of flow primary-backup");
            assertThat(runner.err().lines()).singleElement().satisfies(line -> assertThat(line)
                    .contains("--yes"));
        }
        assertThat(committed("asked")).isEmpty();
    }

    @Test
    void shouldApplyNothingOfAPlanThatLacksEvidenceUnlessAllowed() throws Exception {
        // When
        int refused = run("apply", "--group", "nobody", "--yes");
        int allowed = run("apply", "--group", "nobody", "--yes", "--allow-held");

        // Then
        assertThat(refused).isEqualTo(1);
        assertThat(terminal.told).singleElement().satisfies(line -> assertThat(line)
                .startsWith("Nothing was applied."));
        assertThat(allowed).isEqualTo(1);
        assertThat(terminal.results.toString()).contains("Applied: group nobody has 0 offsets");
        assertThat(committed("nobody")).isEmpty();
    }

    @Test
    void shouldRefuseAGroupThatIsActive() throws Exception {
        // Given
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                backup.bootstrapServers(),
                ConsumerConfig.GROUP_ID_CONFIG,
                "busy",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("primary.orders"));
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(50));
                return !consumer.assignment().isEmpty();
            });

            // When
            int code = run("apply", "--group", "busy", "--yes", "--json");

            // Then
            assertThat(code).isEqualTo(3);
            List<String> lines = terminal.results.toString().lines().toList();
            assertThat(lines).hasSize(2);
            assertThat(lines.get(1)).contains("\"group\":\"busy\",\"outcome\":\"FAILED\"", "active on the target");
        }
    }

    @Test
    void shouldShowWhatTheFlowSawLast() {
        // When
        int code = run("status", "--group", "billing");
        FakeTerminal program = new FakeTerminal();
        int sameCode = Main.run(program, "status", file.toString(), "--json");

        // Then
        assertThat(terminal.results.toString())
                .startsWith("Flow primary-backup as backup remembers it, read ")
                .containsPattern("orders +0 +primary.orders +1000 +1000 +0 +0 +copying")
                .containsPattern("billing +orders +0 +700 +\\d+ +- ")
                .doesNotContain("audit")
                .contains("Partitions: 3. Lag: 0 offsets. Groups: 1.");
        assertThat(program.results.toString().lines()).singleElement().satisfies(line -> assertThat(line)
                .contains("\"position\":1000,", "\"group\":\"audit\"", "\"complete\":true"));
        assertThat(code).isZero();
        assertThat(sameCode).isZero();
    }

    @Test
    void shouldSayWhereAnApplicationWorksAndSendItThereWhenTheOtherClusterIsLost() {
        // Given
        try (SwitchControl control = SwitchControl.builder("shop")
                .cluster("primary", Map.of("bootstrap.servers", "localhost:1"))
                .cluster("backup", backup.clientProperties())
                .otherClusterWithin(Duration.ofMillis(500))
                .who("ann")
                .connect()) {
            control.start("backup", "a test");
        }

        // When
        int looked = run("switch", "--application", "shop");
        String seen = terminal.results.toString();
        int switched = run("switch", "--application", "shop", "--to", "backup", "--lost", "--yes");
        int unknown = run("switch", "--application", "nobody", "--to", "backup", "--lost", "--yes");

        // Then
        assertThat(looked).isEqualTo(ExitCode.OK);
        assertThat(seen)
                .contains("shop works on backup, steady. Epoch 1, by ann (a test).")
                .contains("Cluster primary could not be read");
        assertThat(switched).isEqualTo(ExitCode.OK);
        assertThat(terminal.results.toString()).contains("billing");
        assertThat(unknown).isEqualTo(ExitCode.REFUSED);
    }
}
