package io.mirrorkit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.MirrorEvent;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Invariants A and D: engines in JVMs of their own are killed in mid-copy, again and again; afterwards source and target agree record for
 * record, what is on the target twice was in flight, and is counted, and the ledger is exact all the same.
 */
class CrashIT {

    @Test
    void shouldLoseNothingWhenKilledInMidCopy() throws Exception {
        try (EmbeddedCluster source = EmbeddedCluster.start();
                EmbeddedCluster target = EmbeddedCluster.start()) {
            // Given
            source.createTopic("killed", Crashing.PARTITIONS);
            Crashing.killAndFinish(source, source.bootstrapServers(), target, target.bootstrapServers(), "killed");
        }
    }

    @Test
    void shouldCountWhatWasInFlightWhenItArrivesBehindItsCopies() throws Exception {
        try (EmbeddedCluster source = EmbeddedCluster.start();
                EmbeddedCluster target = EmbeddedCluster.builder().behindProxy().start()) {
            // Given
            source.createTopic("late", Crashing.PARTITIONS);
            Crashing.produce(source, "late", 0);
            Process engine =
                    EngineChild.start(source.bootstrapServers(), target.proxy().bootstrapServers(), "late");
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> Crashing.onTarget(target, "late") >= Crashing.PARTITIONS * 5_050);
            target.proxy().delayRequests(Duration.ofSeconds(8));
            Records.produce(source, Crashing.padded(new TopicPartition("late", 0), 500_000, 700));
            await().during(Duration.ofMillis(700)).until(() -> true);

            // When
            engine.destroyForcibly().waitFor();
            try (Mirroring next = Mirroring.started(source, target, EngineChild.flow("late"))) {
                next.awaitCopied("late", Crashing.PARTITIONS);
                long first = Crashing.onTarget(target, "late");
                await().atMost(Duration.ofSeconds(30)).until(() -> Crashing.onTarget(target, "late") > first);
                Records.produce(source, Crashing.padded(new TopicPartition("late", 0), 600_000, 10));
                next.awaitCopied("late", Crashing.PARTITIONS);

                // Then
                long doubled = Crashing.assertAgree(source, target, "late", 0);
                assertThat(doubled).isBetween(1L, 700L);
                await().atMost(Duration.ofSeconds(10))
                        .untilAsserted(() -> assertThat(next.status().doubled()).isEqualTo(doubled));
                await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(next.events())
                        .anyMatch(event ->
                                event instanceof MirrorEvent.RecordsDoubled found && found.records() == doubled));
            }
        }
    }

    @Test
    void shouldCopyNothingAgainWhenRestartedCleanly() {
        try (EmbeddedCluster source = EmbeddedCluster.start();
                EmbeddedCluster target = EmbeddedCluster.start()) {
            // Given
            source.createTopic("clean", Crashing.PARTITIONS);

            // When
            for (int round = 0; round < 5; round++) {
                Crashing.produce(source, "clean", round);
                Mirroring mirroring = Mirroring.started(source, target, EngineChild.flow("clean"));
                if (round % 2 == 0) {
                    mirroring.awaitCopied("clean", Crashing.PARTITIONS);
                } else {
                    long before = mirroring.status().copied();
                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> mirroring.status().copied() > before);
                }
                mirroring.close();
            }

            // Then
            try (Mirroring mirroring = Mirroring.started(source, target, EngineChild.flow("clean"))) {
                mirroring.awaitCopied("clean", Crashing.PARTITIONS);
                for (int partition = 0; partition < Crashing.PARTITIONS; partition++) {
                    assertThat(Crashing.assertAgree(source, target, "clean", partition))
                            .isZero();
                }
                mirroring.assertSame("clean", Crashing.PARTITIONS);
            }
        }
    }
}
