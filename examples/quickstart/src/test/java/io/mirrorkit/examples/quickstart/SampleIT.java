package io.mirrorkit.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.core.MirrorEngine;
import io.mirrorkit.failover.Applied;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SampleIT {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final TopicPartition COPIES = new TopicPartition("primary.orders", 0);

    @Test
    void shouldDoWhatTheFrontPageSays() throws Exception {
        try (EmbeddedCluster primary = EmbeddedCluster.start();
                EmbeddedCluster backup = EmbeddedCluster.start()) {
            // Given
            primary.admin()
                    .createTopics(List.of(new NewTopic("orders", 1, (short) 1)))
                    .all()
                    .get();
            Records.produce(primary, ORDERS, 100);
            primary.admin()
                    .alterConsumerGroupOffsets("billing", Map.of(ORDERS, new OffsetAndMetadata(42)))
                    .all()
                    .get();

            // When
            Applied applied =
                    Sample.run(primary.clientProperties(), backup.clientProperties(), SampleIT::untilItIsKnown);

            // Then
            assertThat(applied.committed()).isEqualTo(Map.of(COPIES, 42L));
            assertThat(applied.held()).isEmpty();
        }
    }

    private static void untilItIsKnown(MirrorEngine engine) {
        await().atMost(Duration.ofSeconds(60)).until(() -> engine.status()
                .flow("primary-backup")
                .filter(flow -> flow.copied() >= 100 && flow.groups().containsKey("billing"))
                .isPresent());
    }
}
