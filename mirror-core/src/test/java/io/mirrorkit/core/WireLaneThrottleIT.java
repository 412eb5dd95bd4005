package io.mirrorkit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quotas of the brokers hold for the wire lane as for any client. */
class WireLaneThrottleIT {

    private static final double BYTES_PER_SECOND = 700_000;

    private static EmbeddedCluster source;
    private static EmbeddedCluster target;

    @BeforeAll
    static void startClusters() {
        source = EmbeddedCluster.builder().property("quota.window.num", "2").start();
        target = EmbeddedCluster.builder().property("quota.window.num", "2").start();
    }

    @AfterAll
    static void stopClusters() {
        source.close();
        target.close();
    }

    /** The longest that the brokers of this JVM have lately told a client to wait. */
    private static double throttleTime(String request, String clientId) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        double longest = 0;
        for (ObjectName name : server.queryNames(new ObjectName("kafka.server:type=" + request + ",*"), null)) {
            if (name.toString().contains(clientId)) {
                double time = ((Number) server.getAttribute(name, "throttle-time")).doubleValue();
                longest = Double.isNaN(time) ? longest : Math.max(longest, time);
            }
        }
        return longest;
    }

    @ParameterizedTest
    @CsvSource({"consumer_byte_rate,Fetch", "producer_byte_rate,Produce"})
    void shouldKeepToAQuotaAndCopyEverything(String quota, String request) throws Exception {
        // Given
        String topic = "throttled-" + request.toLowerCase(java.util.Locale.ROOT);
        String clientId = "mirrorkit-flow." + topic + "-lane";
        EmbeddedCluster throttling = request.equals("Fetch") ? source : target;
        throttling
                .admin()
                .alterClientQuotas(List.of(new ClientQuotaAlteration(
                        new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, clientId)),
                        List.of(new ClientQuotaAlteration.Op(quota, BYTES_PER_SECOND)))))
                .all()
                .get();
        source.createTopic(topic, 2);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 4_000; i++) {
            byte[] value = new byte[1_000];
            random.nextBytes(value);
            records.add(new ProducerRecord<>(topic, i % 2, System.currentTimeMillis(), new byte[] {(byte) i}, value));
        }
        Records.produce(source, records);

        // When
        try (Mirroring mirroring =
                Mirroring.started(source, target, Mirroring.wire(topic).build())) {
            await().atMost(Mirroring.PATIENCE).until(() -> throttleTime(request, clientId) > 0);
            mirroring.awaitCopied(topic, 2);

            // Then
            mirroring.assertSame(topic, 2);
            assertThat(mirroring.status().doubled()).isZero();
            assertThat(mirroring.events()).noneMatch(event -> event.toString().contains("RETRYING"));
        }
    }
}
