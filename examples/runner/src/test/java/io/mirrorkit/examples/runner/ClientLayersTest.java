package io.mirrorkit.examples.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirrorkit.examples.runner.FlowClientKey.Side;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientLayersTest {

    private static final Pair THERE = new Pair("A", "B");
    private static final Pair BACK = new Pair("B", "A");

    private static Map<String, String> properties(Mm2File file, String cluster, Pair... flows) {
        return new ClientLayers(file, new Remarks()).of(cluster, List.of(flows)).forEngine();
    }

    @Test
    void shouldLaySecurityOfAClusterOverThatOfAll() {
        // Given
        Mm2File file = Texts.resource("secured.properties");
        Pair pair = new Pair("on-premises", "cloud");

        // When
        Map<String, String> inside = properties(file, "on-premises", pair);
        Map<String, String> outside = properties(file, "cloud", pair);

        // Then
        assertThat(inside)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("ssl.truststore.location", "/etc/trust.jks")
                .containsEntry("consumer.fetch.max.bytes", "10000000")
                .containsEntry("consumer.max.poll.records", "1000")
                .doesNotContainKey("producer.linger.ms");
        assertThat(inside.get("sasl.jaas.config")).contains("ScramLoginModule required username=\"mirror\"");
        assertThat(outside)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "PLAIN")
                .containsEntry("ssl.endpoint.identification.algorithm", "")
                .containsEntry("producer.linger.ms", "20")
                .doesNotContainKey("consumer.max.poll.records");
        assertThat(outside.get("sasl.jaas.config")).contains("secret-of-the-cloud");
        assertThat(outside.get("producer.sasl.jaas.config")).contains("secret-of-the-producer");
    }

    @Test
    void shouldFlattenForAClientThatReads() {
        // Given
        Mm2File file = Texts.two("""
                B.security.protocol = SSL
                B.consumer.security.protocol = PLAINTEXT
                B.admin.retries = 3
                B.producer.linger.ms = 9
                """);

        // When
        Map<String, Object> reading =
                new ClientLayers(file, new Remarks()).of("B", List.of(THERE)).forReading();

        // Then
        assertThat(reading)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("bootstrap.servers", "b:9092", "security.protocol", "PLAINTEXT", "retries", "3"));
    }

    @Test
    void shouldKeepMirrorMakersOrderOfClientsOfPairsAndClusters() {
        // Given
        Mm2File file = Texts.two("""
                A.consumer.max.poll.records = 2
                A->B.consumer.max.poll.records = 1
                A->B.consumer.fetch.max.bytes = 1
                A.consumer.fetch.min.bytes = 2
                A->B.source.consumer.fetch.min.bytes = 3
                A->B.producer.linger.ms = 1
                A->B.producer.override.linger.ms = 5
                A->B.source.cluster.security.protocol = PLAINTEXT
                """);

        // When
        Map<String, String> source = properties(file, "A", THERE);
        Map<String, String> target = properties(file, "B", THERE);

        // Then
        assertThat(source)
                .containsEntry("consumer.max.poll.records", "2")
                .containsEntry("consumer.fetch.max.bytes", "1")
                .containsEntry("consumer.fetch.min.bytes", "3")
                .containsEntry("security.protocol", "PLAINTEXT");
        assertThat(target).containsEntry("producer.linger.ms", "5").doesNotContainKey("consumer.max.poll.records");
    }

    @Test
    void shouldLeaveOutWhatIsSaidOfAPairThatDoesNotRun() {
        // Given
        Mm2File file = Texts.two("B->A.source.consumer.max.poll.records = 7\n");

        // When
        Map<String, String> alone = properties(file, "B", THERE);
        Map<String, String> both = properties(file, "B", THERE, BACK);

        // Then
        assertThat(alone).doesNotContainKey("consumer.max.poll.records");
        assertThat(both).containsEntry("consumer.max.poll.records", "7");
    }

    @Test
    void shouldRefuseTwoPairsThatWantTwoValuesOfOneCluster() {
        // Given
        Mm2File file = Texts.two("A->B.target.admin.retries = 1\nB->A.source.admin.retries = 2\n");

        // When, Then
        assertThatThrownBy(() -> properties(file, "B", THERE, BACK))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("admin.retries")
                .hasMessageContaining("share its clients");
    }

    @Test
    void shouldDropAndNameWhatMirrorKitDecides() {
        // Given
        Remarks remarks = new Remarks();
        Mm2File file = Texts.two(
                "A.consumer.group.id = x\nA.consumer.auto.offset.reset = latest\nA.consumer.enable.auto.commit = true\n");

        // When
        Map<String, String> properties =
                new ClientLayers(file, remarks).of("A", List.of(THERE)).forEngine();

        // Then
        assertThat(properties).containsOnlyKeys("bootstrap.servers");
        assertThat(remarks.withoutEffect())
                .contains("These are decided by MirrorKit: A.consumer.enable.auto.commit, A.consumer.group.id.");
    }

    @Test
    void shouldFindAClientPropertyThatBecomesAPartOfTheFlow() {
        // Given
        Mm2File file = Texts.two(
                "A.consumer.isolation.level = read_uncommitted\nA->B.source.consumer.isolation.level = read_committed\n");

        // When
        Setting setting = new ClientLayers(file, new Remarks())
                .clientSetting(THERE, Side.SOURCE, "consumer", "isolation.level")
                .orElseThrow();

        // Then
        assertThat(setting.key()).isEqualTo("A->B.source.consumer.isolation.level");
    }

    @ParameterizedTest
    @CsvSource({
        "A.consumer.max.poll.records, many, A.consumer.max.poll.records=many",
        "A.security.protocol, SSSL, A.security.protocol=SSSL",
        "A.bootstrap.servers, host, A.bootstrap.servers=host",
        "A.bootstrap.servers, 'host:1,', 'A.bootstrap.servers=host:1,'",
        "A.consumer.check.crcs, perhaps, A.consumer.check.crcs=perhaps",
    })
    void shouldNameAValueThatKafkaDoesNotTake(String key, String value, String named) {
        // Given
        Mm2File file = Texts.two(key + " = " + value + "\n");

        // When, Then
        assertThatThrownBy(() -> properties(file, "A", THERE))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining(named)
                .hasMessageContaining("Way out: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A.ssl.keystore.type",
                "A.sasl.login.refresh.window.factor",
                "A.admin.sasl.login.connect.timeout.ms"
            })
    void shouldNotShowAValueOfASecurityProperty(String key) {
        // Given
        Mm2File file = Texts.two(key + " = hunter2\n");

        // When, Then
        if (key.endsWith("type")) {
            assertThat(properties(file, "A", THERE)).containsEntry("ssl.keystore.type", "hunter2");
        } else {
            assertThatThrownBy(() -> properties(file, "A", THERE))
                    .isInstanceOf(BadFileException.class)
                    .hasMessageContaining(key)
                    .message()
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void shouldRefuseAClusterWithoutAddress() {
        // Given
        Mm2File file = Texts.file("clusters = A, B\nA.bootstrap.servers = a:1\nA->B.enabled = true\n");

        // When, Then
        assertThatThrownBy(() -> properties(file, "B", THERE))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("B.bootstrap.servers is missing");
    }
}
