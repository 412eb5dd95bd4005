package io.mirrorkit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.testing.BrokerProcess;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Closing while a cluster does not answer: everything is closed all the same. */
class CloseIT {

    private static void assertNoThreadIsLeft(Mirroring mirroring) {
        assertThat(mirroring.status().state()).isEqualTo(FlowState.CLOSED);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.contains("mirrorkit-flow.frozen")));
    }

    @Test
    void shouldCloseEverythingWhenTheSourceIsFrozen() throws Exception {
        try (BrokerProcess source = BrokerProcess.start();
                EmbeddedCluster target = EmbeddedCluster.start()) {
            // Given
            source.admin()
                    .createTopics(List.of(new NewTopic("frozen", 1, (short) 1)))
                    .all()
                    .get();
            Records.produce(source, new TopicPartition("frozen", 0), 100);
            Mirroring mirroring =
                    Mirroring.started(source, target, Mirroring.flow("frozen").build());
            mirroring.awaitCopied("frozen", 1);

            // When
            source.suspend();
            mirroring.engine().close(CloseMode.DRAIN, Duration.ofSeconds(2));

            // Then
            assertNoThreadIsLeft(mirroring);
            source.resume();
        }
    }

    @Test
    void shouldCloseEverythingWhenTheTargetIsFrozen() throws Exception {
        try (EmbeddedCluster source = EmbeddedCluster.start();
                BrokerProcess target = BrokerProcess.start()) {
            // Given
            source.createTopic("frozen-target", 1);
            Records.produce(source, new TopicPartition("frozen-target", 0), 100);
            Mirroring mirroring = Mirroring.started(
                    source, target, Mirroring.flow("frozen-target").build());
            mirroring.awaitCopied("frozen-target", 1);

            // When
            target.suspend();
            Records.produce(source, new TopicPartition("frozen-target", 0), 100);
            mirroring.engine().close(CloseMode.DRAIN, Duration.ofSeconds(2));

            // Then
            assertNoThreadIsLeft(mirroring);
            target.resume();
        }
    }

    @Test
    void shouldCloseWhileItIsStillStarting() throws Exception {
        try (BrokerProcess source = BrokerProcess.start();
                EmbeddedCluster target = EmbeddedCluster.start()) {
            // Given
            source.suspend();
            Mirroring mirroring = Mirroring.of(
                    source,
                    target,
                    Mirroring.flow("frozen-start")
                            .config("admin.timeout.ms", 2_000)
                            .build());
            mirroring.engine().start();
            assertThat(mirroring.status().state()).isIn(FlowState.STARTING, FlowState.RETRYING);

            // When
            mirroring.engine().close(CloseMode.DRAIN, Duration.ofSeconds(2));

            // Then
            assertNoThreadIsLeft(mirroring);
            source.resume();
        }
    }
}
