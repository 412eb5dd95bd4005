package io.mirrorkit.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CopyIT {

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

    @Test
    void shouldCopyRecordsWhenTheyAreThereBeforeTheEngine() {
        // Given
        source.createTopic("orders", 3);
        for (int partition = 0; partition < 3; partition++) {
            Records.produce(source, new TopicPartition("orders", partition), 10_000);
        }

        // When
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.flow("orders").build())) {
            mirroring.awaitCopied("orders", 3);

            // Then
            mirroring.assertSame("orders", 3);
            assertThat(mirroring.status().doubled()).isZero();
        }
    }
}
