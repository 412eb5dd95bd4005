package io.mirrorkit.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The built jars with every supported line of kafka-clients: the engine finds out which lane it can take. */
class ClientVersionsIT {

    /** Where the build puts the other versions. */
    private static final Path JARS = Path.of("target", "kafka-clients");

    private static final int RECORDS = 500;

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

    /** The class path of this JVM with another kafka-clients. */
    private static String classPathWith(String version) {
        Path jar = JARS.resolve("kafka-clients-" + version + ".jar");
        assertThat(jar).as("the build copies it: mvn verify").exists();
        return Stream.concat(
                        Stream.of(jar.toString()),
                        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                .filter(entry ->
                                        !Path.of(entry).getFileName().toString().startsWith("kafka-clients-")))
                .collect(joining(File.pathSeparator));
    }

    private static String run(String classPath, String topic, String lane) throws Exception {
        Path log = Files.createTempFile("mirrorkit-versions", ".log");
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        classPath,
                        VersionChild.class.getName(),
                        source.bootstrapServers(),
                        target.bootstrapServers(),
                        topic,
                        lane,
                        String.valueOf(RECORDS)))
                .redirectError(log.toFile())
                .start();
        try {
            String said = new String(child.getInputStream().readAllBytes(), UTF_8);
            assertThat(child.waitFor()).as("%s%s", said, Files.readString(log)).isZero();
            return said;
        } finally {
            child.destroyForcibly().waitFor();
            Files.delete(log);
        }
    }

    private static void assertCopied(String topic) {
        Records.assertSameRecords(
                Records.readAll(source, new TopicPartition(topic, 0), IsolationLevel.READ_COMMITTED),
                Records.readAll(target, new TopicPartition("a." + topic, 0), IsolationLevel.READ_COMMITTED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.1.2", "4.2.1", "4.4.0"})
    void shouldTakeTheClientLaneAndSayWhyWithAnotherVersion(String version) throws Exception {
        // Given
        String topic = "with-" + version;
        source.createTopic(topic, 1);
        Records.produce(source, new TopicPartition(topic, 0), RECORDS);

        // When
        String automatic = run(classPathWith(version), topic, "auto");
        String demanded = run(classPathWith(version), topic + "-wire", "wire");

        // Then
        assertThat(automatic)
                .contains(VersionChild.COPIED + "client")
                .contains("needs kafka-clients 4.3.x, and " + version);
        assertCopied(topic);
        assertThat(demanded)
                .contains(VersionChild.REFUSED)
                .contains("demands lane=wire")
                .contains(version)
                .contains("put kafka-clients 4.3.x on the class path");
    }

    @Test
    void shouldTakeTheWireLaneWithTheVersionThatHasIt() throws Exception {
        // Given
        source.createTopic("with-this", 1);
        Records.produce(source, new TopicPartition("with-this", 0), RECORDS);

        // When
        String said = run(System.getProperty("java.class.path"), "with-this", "wire");

        // Then
        assertThat(said).contains(VersionChild.COPIED + "wire");
        assertCopied("with-this");
    }
}
