package io.mirrorkit.examples.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(10);

    private static EmbeddedCluster east;
    private static EmbeddedCluster west;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startClusters() {
        east = EmbeddedCluster.start();
        west = EmbeddedCluster.start();
    }

    @AfterAll
    static void stopClusters() {
        east.close();
        west.close();
    }

    private Path file(String text) throws IOException {
        Path file = directory.resolve("mm2.properties");
        Files.writeString(file, text.replace("EAST", east.bootstrapServers()).replace("WEST", west.bootstrapServers()));
        return file;
    }

    /** The end of a partition, or -1 if there is no such topic. */
    private static long end(EmbeddedCluster cluster, TopicPartition partition) {
        try {
            if (!cluster.admin().listTopics().names().get().contains(partition.topic())) {
                return -1;
            }
            return cluster.admin()
                    .listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void awaitEnd(EmbeddedCluster cluster, TopicPartition partition, long end, RunnerProcess runner) {
        await().atMost(PATIENCE).failFast(() -> !runner.isAlive()).until(() -> end(cluster, partition) == end);
    }

    @Test
    void shouldReplicateToAStandByAndEndWhenAsked() throws IOException {
        // Given
        TopicPartition orders = new TopicPartition("standby-orders", 1);
        TopicPartition copies = new TopicPartition("east.standby-orders", 1);
        east.createTopic("standby-orders", 3);
        east.createTopic("standby-notes", 1);
        Records.produce(east, orders, 500);
        Records.produce(east, new TopicPartition("standby-notes", 0), 5);
        Path file = file("""
                clusters = east, west
                east.bootstrap.servers = EAST
                west.bootstrap.servers = WEST
                east->west.enabled = true
                topics = standby-orders
                tasks.max = 4
                east->west.topicz = x
                """);

        try (RunnerProcess runner = RunnerProcess.start(directory, file.toString())) {
            awaitEnd(west, copies, 500, runner);
            Records.produce(east, Records.numbered(orders, 500, 20));
            awaitEnd(west, copies, 520, runner);

            // When
            Duration took = runner.end();

            // Then
            assertThat(took).isLessThan(END);
            assertThat(runner.awaitExit()).as(runner.err()).isZero();
            Records.assertSameRecords(
                    Records.readAll(east, orders, IsolationLevel.READ_COMMITTED),
                    Records.readAll(west, copies, IsolationLevel.READ_COMMITTED));
            assertThat(end(west, new TopicPartition("east.standby-notes", 0))).isEqualTo(-1);
            assertThat(runner.err())
                    .contains("Flow east-west: east -> west topics=include(standby-orders)")
                    .contains("Replicating topic=standby-orders remote=east.standby-orders partitions=3")
                    .contains("These keys have no effect here: tasks.max.")
                    .contains("did you mean east->west.topics?")
                    .contains("Ended.")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void shouldReplicateBothWaysWithoutGoingRound() throws IOException {
        // Given
        TopicPartition here = new TopicPartition("both", 0);
        east.createTopic("both", 1);
        west.createTopic("both", 1);
        Records.produce(east, here, 30);
        Records.produce(west, here, 40);
        Path file = file("""
                clusters = east, west
                east.bootstrap.servers = EAST
                west.bootstrap.servers = WEST
                east->west.enabled = true
                west->east.enabled = true
                east->west.flow.name = there
                west->east.flow.name = back
                topics = .*both
                heartbeats.replication.enabled = false
                """);

        try (RunnerProcess runner = RunnerProcess.start(directory, file.toString())) {
            // When
            awaitEnd(west, new TopicPartition("east.both", 0), 30, runner);
            awaitEnd(east, new TopicPartition("west.both", 0), 40, runner);
            Duration took = runner.end();

            // Then
            assertThat(took).isLessThan(END);
            assertThat(end(east, here)).isEqualTo(30);
            assertThat(end(west, here)).isEqualTo(40);
            assertThat(end(east, new TopicPartition("west.east.both", 0))).isEqualTo(-1);
            assertThat(end(west, new TopicPartition("east.west.both", 0))).isEqualTo(-1);
        }
    }

    @Test
    void shouldGoOnWhereItStoppedAndCopyNothingTwice() throws IOException {
        // Given
        TopicPartition source = new TopicPartition("again", 0);
        TopicPartition copies = new TopicPartition("east.again", 0);
        east.createTopic("again", 1);
        Records.produce(east, source, 100);
        Path file = file("""
                clusters = east, west
                east.bootstrap.servers = EAST
                west.bootstrap.servers = WEST
                east->west.enabled = true
                east->west.flow.name = again
                topics = again
                """);
        try (RunnerProcess first = RunnerProcess.start(directory, file.toString())) {
            awaitEnd(west, copies, 100, first);
            first.end();
        }
        Records.produce(east, Records.numbered(source, 100, 10));

        // When
        try (RunnerProcess second = RunnerProcess.start(directory, file.toString(), "--clusters", "west")) {
            awaitEnd(west, copies, 110, second);
            second.end();
        }

        // Then
        Records.assertSameRecords(
                Records.readAll(east, source, IsolationLevel.READ_COMMITTED),
                Records.readAll(west, copies, IsolationLevel.READ_COMMITTED));
    }

    @Test
    void shouldRefuseAFlowWhoseTopicsChanged() throws IOException {
        // Given
        String text = """
                clusters = east, west
                east.bootstrap.servers = EAST
                west.bootstrap.servers = WEST
                east->west.enabled = true
                east->west.flow.name = changed
                heartbeats.replication.enabled = false
                """;
        try (RunnerProcess first =
                RunnerProcess.start(directory, file(text + "topics = changed\n").toString())) {
            await().atMost(PATIENCE).until(() -> first.err().contains("Flow RUNNING"));
            first.end();
        }
        Path otherwise = file(text + "topics = changed-too\n");

        // When
        try (RunnerProcess second = RunnerProcess.start(directory, otherwise.toString())) {
            int code = second.awaitExit();

            // Then
            assertThat(code).as(second.err()).isEqualTo(3);
            assertThat(second.err())
                    .contains("changed-too")
                    .contains("definition.change")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldRefuseTwoAliasesOfOneCluster() throws IOException {
        // Given
        Path file = file("""
                clusters = east, also-east
                east.bootstrap.servers = EAST
                also-east.bootstrap.servers = EAST
                east->also-east.enabled = true
                """);

        // When
        int code = RunnerProcess.run(directory, file.toString());

        // Then
        assertThat(code).isEqualTo(3);
    }

    @Test
    void shouldEndInTimeAlthoughAClusterDoesNotAnswer() throws IOException {
        // Given
        Path file = file("""
                clusters = east, gone
                east.bootstrap.servers = EAST
                gone.bootstrap.servers = localhost:1
                east->gone.enabled = true
                """);

        try (RunnerProcess runner = RunnerProcess.start(directory, file.toString())) {
            await().atMost(PATIENCE).until(() -> runner.err().contains("Flow east-gone"));

            // When
            Duration took = runner.end();

            // Then
            assertThat(took).as(runner.err()).isLessThan(END);
        }
    }

    @Test
    void shouldRefuseABadFileInOneLine() throws IOException {
        // Given
        Path file = file("clusters = A, B\nA->B.enabled = maybe\n");

        // When
        try (RunnerProcess runner = RunnerProcess.start(directory, file.toString())) {
            int code = runner.awaitExit();

            // Then
            assertThat(code).isEqualTo(2);
            assertThat(runner.err().lines()).singleElement().satisfies(line -> assertThat(line)
                    .contains(file.toString(), "A->B.enabled=maybe", "Way out: write true or false"));
        }
    }
}
