package io.mirrorkit.examples.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Mm2FileTest {

    @Test
    void shouldPutEachKeyAtItsLevel() {
        // When
        Mm2File file = Texts.file("""
                clusters = A, B
                topics = orders
                A.bootstrap.servers: a:9092
                A->B.topics   payments
                B->A.enabled=false
                """);

        // Then
        assertThat(file.clusters()).containsExactly("A", "B");
        assertThat(file.top()).containsOnlyKeys("clusters", "topics");
        assertThat(file.of("A")).isEqualTo(Map.of("bootstrap.servers", "a:9092"));
        assertThat(file.of(new Pair("A", "B"))).isEqualTo(Map.of("topics", "payments"));
        assertThat(file.of(new Pair("B", "A"))).isEqualTo(Map.of("enabled", "false"));
        assertThat(file.pairs()).containsExactly(new Pair("A", "B"), new Pair("B", "A"));
    }

    @Test
    void shouldPreferWhatIsSaidOfAPair() {
        // Given
        Mm2File file = Texts.two("topics = all\nA->B.topics = some\ngroups = every\n");
        Pair pair = new Pair("A", "B");

        // When
        Setting topics = file.setting(pair, "topics").orElseThrow();
        Setting groups = file.setting(pair, "groups").orElseThrow();

        // Then
        assertThat(topics.key()).isEqualTo("A->B.topics");
        assertThat(topics.value()).isEqualTo("some");
        assertThat(groups.key()).isEqualTo("groups");
    }

    @Test
    void shouldTakeTheLongestAliasWhereOneBeginsWithAnother() {
        // When
        Mm2File file = Texts.resource("ring.properties");

        // Then
        assertThat(file.of("eu.west")).containsEntry("bootstrap.servers", "west:9092");
        assertThat(file.of("eu")).containsEntry("bootstrap.servers", "eu:9092");
        assertThat(file.of(new Pair("eu", "eu.west"))).containsEntry("enabled", "true");
    }

    @Test
    void shouldKeepAKeyAtTheTopThoughAClusterIsCalledSo() {
        // When
        Mm2File file = Texts.file("clusters = topics, B\ntopics.exclude = x\ntopics.bootstrap.servers = t:1\n");

        // Then
        assertThat(file.top()).containsKey("topics.exclude");
        assertThat(file.of("topics")).containsOnlyKeys("bootstrap.servers");
    }

    @Test
    void shouldDropBlanksBehindAValueAndJoinBrokenLines() {
        // When
        Mm2File file = Texts.two("topics = orders,\\\n   payments   \n");

        // Then
        assertThat(file.top()).containsEntry("topics", "orders,payments");
    }

    @Test
    void shouldRememberWhatIsSetTwice() {
        // When
        Mm2File file = Texts.two("topics = a\ntopics = b\n");

        // Then
        assertThat(file.setTwice()).containsExactly("topics");
        assertThat(file.top()).containsEntry("topics", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "clusters =",
                "clusters = A",
                "clusters = A, A",
                "clusters = A,,B",
                "clusters = A, B\nx = \\u00"
            })
    void shouldRefuseAFileWithoutTwoClusters(String text) {
        // When, Then
        assertThatThrownBy(() -> Texts.file(text))
                .isInstanceOf(BadFileException.class)
                .hasMessageStartingWith("mm2.properties: ")
                .hasMessageContaining("Way out: ")
                .message()
                .doesNotContain("\n");
    }
}
