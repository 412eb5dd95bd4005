package io.mirrorkit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The wire lane between secured clusters, by ordinary client properties: TLS and PLAIN on the source, SCRAM on the target, and connections
 * that brokers want authenticated again every few seconds (KIP-368).
 */
class WireLaneSecurityIT {

    private static final String USER = "mirror";
    private static final String PLAIN_PASSWORD = "open-sesame-plain";
    private static final String SCRAM_PASSWORD = "open-sesame-scram";
    private static final String STORE_PASSWORD = "open-sesame-store";
    private static final String LISTENER = "listener.name.proxied.";
    private static final String REAUTHENTICATION_MS = "2000";

    @TempDir
    static Path directory;

    private static EmbeddedCluster source;
    private static EmbeddedCluster target;

    @BeforeAll
    static void startClusters() throws Exception {
        Path store = keyStore();
        source = EmbeddedCluster.builder()
                .behindProxy()
                .property("listener.security.protocol.map", protocols("SASL_SSL"))
                .property(LISTENER + "sasl.enabled.mechanisms", "PLAIN")
                .property(
                        LISTENER + "plain.sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required user_" + USER + "=\""
                                + PLAIN_PASSWORD + "\";")
                .property(LISTENER + "plain.connections.max.reauth.ms", REAUTHENTICATION_MS)
                .property(LISTENER + "ssl.keystore.location", store.toString())
                .property(LISTENER + "ssl.keystore.type", "PKCS12")
                .property(LISTENER + "ssl.keystore.password", STORE_PASSWORD)
                .property(LISTENER + "ssl.key.password", STORE_PASSWORD)
                .start();
        target = EmbeddedCluster.builder()
                .behindProxy()
                .property("listener.security.protocol.map", protocols("SASL_PLAINTEXT"))
                .property(LISTENER + "sasl.enabled.mechanisms", "SCRAM-SHA-256")
                .property(
                        LISTENER + "scram-sha-256.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;")
                .property(LISTENER + "scram-sha-256.connections.max.reauth.ms", REAUTHENTICATION_MS)
                .start();
    }

    @BeforeEach
    void setPassword() throws Exception {
        setScramPassword(SCRAM_PASSWORD);
    }

    @AfterAll
    static void stopClusters() {
        source.close();
        target.close();
    }

    private static String protocols(String ofClients) {
        return "INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT,CLIENT:PLAINTEXT,PROXIED:" + ofClients;
    }

    /** A key and its certificate, which is also what clients trust. */
    private static Path keyStore() throws Exception {
        Path store = directory.resolve("broker.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "broker",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=IP:127.0.0.1,DNS:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        STORE_PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        return store;
    }

    private static void setScramPassword(String password) throws Exception {
        target.admin()
                .alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        USER, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096), password)))
                .all()
                .get();
    }

    private static Map<String, Object> toSource(String password) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", source.proxy().bootstrapServers());
        properties.put("security.protocol", "SASL_SSL");
        properties.put(
                "ssl.truststore.location", directory.resolve("broker.p12").toString());
        properties.put("ssl.truststore.type", "PKCS12");
        properties.put("ssl.truststore.password", STORE_PASSWORD);
        properties.put("sasl.mechanism", "PLAIN");
        properties.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + USER + "\" password=\""
                        + password + "\";");
        return properties;
    }

    private static Map<String, Object> toTarget(String password) {
        return Map.of(
                "bootstrap.servers",
                target.proxy().bootstrapServers(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "SCRAM-SHA-256",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + USER + "\" password=\""
                        + password + "\";");
    }

    private static Mirroring mirroring(String topic, Map<String, Object> toSource, Map<String, Object> toTarget) {
        return Mirroring.of(
                source, toSource, target, toTarget, Mirroring.wire(topic).build());
    }

    /** How often the brokers of this JVM have authenticated a connection again. */
    private static double reauthentications() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        double sum = 0;
        for (ObjectName name : server.queryNames(
                new ObjectName("kafka.server:type=socket-server-metrics,listener=PROXIED,networkProcessor=*"), null)) {
            sum += ((Number) server.getAttribute(name, "successful-reauthentication-total")).doubleValue();
        }
        return sum;
    }

    @Test
    void shouldGoOnWhenConnectionsAreAuthenticatedAgainAndAgain() throws Exception {
        // Given
        source.createTopic("secured", 1);
        TopicPartition partition = new TopicPartition("secured", 0);
        try (Mirroring mirroring = mirroring("secured", toSource(PLAIN_PASSWORD), toTarget(SCRAM_PASSWORD))) {
            mirroring.engine().start();
            mirroring.awaitCopied("secured", 1);
            double before = reauthentications();

            // When records are written over several periods
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        Records.produce(source, partition, 200);
                        return reauthentications() > before + 15;
                    });

            // Then
            mirroring.awaitCopied("secured", 1);
            mirroring.assertSame("secured", 1);
            assertThat(mirroring.status().doubled()).isZero();
            assertThat(mirroring.status().lane().lane()).isEqualTo("wire");
            assertThat(mirroring.events()).noneMatch(event -> event.toString().contains("RETRYING"));
        }
    }

    @Test
    void shouldNameTheClusterAndNoPasswordWhenThePasswordIsWrong() {
        // Given
        source.createTopic("wrong", 1);
        for (String wrong : List.of("a", "b")) {
            try (Mirroring mirroring = mirroring(
                    "wrong",
                    toSource(wrong.equals("a") ? "not-" + PLAIN_PASSWORD : PLAIN_PASSWORD),
                    toTarget(wrong.equals("b") ? "not-" + SCRAM_PASSWORD : SCRAM_PASSWORD))) {
                // When
                mirroring.engine().start();

                // Then
                await().atMost(Mirroring.PATIENCE).untilAsserted(() -> {
                    assertThat(mirroring.status().state()).isEqualTo(FlowState.RETRYING);
                    assertThat(mirroring.status().reason())
                            .contains("\"" + wrong + "\"")
                            .contains("Authentication")
                            .contains("security properties");
                });
                assertNoPassword(mirroring);
            }
        }
    }

    private static void assertNoPassword(Mirroring mirroring) {
        assertThat(mirroring.engine().toString() + mirroring.engine().status() + mirroring.events())
                .doesNotContain("sesame");
    }

    @Test
    void shouldGoOnWhenThePasswordWasWrongForAWhile() throws Exception {
        // Given
        source.createTopic("changed", 1);
        TopicPartition partition = new TopicPartition("changed", 0);
        Records.produce(source, partition, 1_000);
        try (Mirroring mirroring = mirroring("changed", toSource(PLAIN_PASSWORD), toTarget(SCRAM_PASSWORD))) {
            mirroring.engine().start();
            mirroring.awaitCopied("changed", 1);

            // When the target takes another password, as its brokers find out when connections are authenticated again
            setScramPassword("another");
            await().atMost(Mirroring.PATIENCE).untilAsserted(() -> {
                Records.produce(source, partition, 100);
                assertThat(mirroring.status().state()).isEqualTo(FlowState.RETRYING);
                assertThat(mirroring.status().reason()).contains("\"b\"").contains("Authentication");
            });
            assertNoPassword(mirroring);
            setScramPassword(SCRAM_PASSWORD);

            // Then
            mirroring.awaitCopied("changed", 1);
            mirroring.assertSame("changed", 1);
            assertThat(mirroring.status().doubled()).isZero();
        }
    }
}
