package io.mirrorkit.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.testing.EmbeddedCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Invariant J: what is planted in properties and records is never seen again, whatever happens and however much is logged. */
class SecretsIT {

    /** In a JVM of its own, so that all loggers can be made talkative. */
    private static String output(EmbeddedCluster source, EmbeddedCluster target) throws Exception {
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                        "-Dorg.slf4j.simpleLogger.log.io.mirrorkit=trace",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SecretsChild.class.getName(),
                        source.bootstrapServers(),
                        target.bootstrapServers()))
                .redirectErrorStream(true)
                .start();
        try {
            return new String(child.getInputStream().readAllBytes(), UTF_8);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldShowNeitherSecretsNorContentsWhateverHappens() throws Exception {
        try (EmbeddedCluster source = EmbeddedCluster.start();
                EmbeddedCluster target = EmbeddedCluster.start()) {
            // Given
            source.createTopic(SecretsChild.TOPIC, 1);
            target.createTopic("a." + SecretsChild.TOPIC, 1, 1, Map.of("max.message.bytes", "20000"));
            Clusters.commit(source, SecretsChild.GROUP, Map.of(new TopicPartition(SecretsChild.TOPIC, 0), 50L));

            // When
            String output = output(source, target);

            // Then
            assertThat(output).contains(SecretsChild.TOLD);
            assertThat(output)
                    .as("what shows that Kafka's clients, the engine and the failover client were heard")
                    .contains(
                            "[hidden]", "ConsumerConfig values", "PartitionChanged[", "FlowStatus[", "Applied a plan");
            assertThat(output.lines().filter(line -> line.contains(SecretsChild.SECRET)))
                    .isEmpty();
        }
    }
}
