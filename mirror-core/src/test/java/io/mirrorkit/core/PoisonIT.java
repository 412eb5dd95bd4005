package io.mirrorkit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.ledger.PartitionState;
import io.mirrorkit.core.internal.ledger.RecordMatcher;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** A record that the target refuses, in the middle of others, on a target that is compacted. */
class PoisonIT {

    private static final int RECORDS = 6_000;
    private static final int POISON = 3_000;
    private static final String TOO_NEW = "message.timestamp.after.max.ms";

    @Test
    void shouldLoseNothingAndAddNothingWhileARecordIsRefused() throws Exception {
        try (EmbeddedCluster source = EmbeddedCluster.start();
                EmbeddedCluster target = EmbeddedCluster.start()) {
            // Given a compacted remote topic that takes no timestamps of the future
            source.admin()
                    .createTopics(List.of(new NewTopic("poison", 1, (short) 1).configs(Map.of(TOO_NEW, far()))))
                    .all()
                    .get();
            target.admin()
                    .createTopics(List.of(new NewTopic("a.poison", 1, (short) 1)
                            .configs(Map.of("cleanup.policy", "compact", TOO_NEW, "3600000"))))
                    .all()
                    .get();
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
            long now = System.currentTimeMillis();
            for (int i = 0; i < RECORDS; i++) {
                long timestamp = i == POISON ? now + Duration.ofDays(2).toMillis() : now;
                byte[] key = ByteBuffer.allocate(4).putInt(i).array();
                records.add(new ProducerRecord<>("poison", 0, timestamp, key, new byte[1_000]));
            }
            Records.produce(source, records);

            try (Mirroring mirroring =
                    Mirroring.started(source, target, Mirroring.flow("poison").build())) {
                // When the poison record was isolated
                await().atMost(Duration.ofSeconds(40)).ignoreExceptions().untilAsserted(() -> {
                    assertThat(mirroring.status("poison", 0).orElseThrow().state())
                            .isEqualTo(PartitionState.RETRYING);
                    assertThat(mirroring.status("poison", 0).orElseThrow().reason())
                            .contains("record " + POISON + " was refused");
                    assertThat(mirroring.status("poison", 0).orElseThrow().position())
                            .isEqualTo(POISON);
                });

                // Then trying it again adds nothing to the target
                int held = mirroring.targetRecords("poison", 0).size();
                await().during(Duration.ofSeconds(3))
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> mirroring.targetRecords("poison", 0).size() == held);

                // And when the target takes it, no record is missing
                Map<ConfigResource, Collection<AlterConfigOp>> lifted = Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, "a.poison"),
                        List.of(new AlterConfigOp(new ConfigEntry(TOO_NEW, far()), AlterConfigOp.OpType.SET)));
                target.admin().incrementalAlterConfigs(lifted).all().get();
                mirroring.awaitCopied("poison", 1);
                List<ConsumerRecord<byte[], byte[]>> copies = mirroring.targetRecords("poison", 0);
                List<ConsumerRecord<byte[], byte[]>> originals =
                        Records.readAll(source, new TopicPartition("poison", 0), IsolationLevel.READ_COMMITTED);
                int arrived = 0;
                for (ConsumerRecord<byte[], byte[]> copy : copies) {
                    arrived += arrived < RECORDS && RecordMatcher.same(originals.get(arrived), copy) ? 1 : 0;
                }
                assertThat(arrived).as("records that are there in order").isEqualTo(RECORDS);
                assertThat(mirroring.status("poison", 0).orElseThrow().doubled())
                        .isEqualTo(copies.size() - RECORDS);
            }
        }
    }

    private static String far() {
        return String.valueOf(Duration.ofDays(30).toMillis());
    }
}
