package io.mirrorkit.examples.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeySurveyTest {

    private static List<String> warnings(String more) {
        return Texts.deployment(Texts.two(more)).remarks().warnings();
    }

    @ParameterizedTest
    @CsvSource({
        "A->B.topicz, A->B.topics",
        "task.max, tasks.max",
        "A->B.enabeld, A->B.enabled",
        "A.bootstrap.server, A.bootstrap.servers",
        "A.consumer.fetch.max.byte, A.consumer.fetch.max.bytes",
        "sync.groups.offsets.enabled, sync.group.offsets.enabled",
        "A->C.enabled, A->B.enabled",
        "a->b.topics, A->B.topics",
        "A-B.enabled, A->B.enabled",
        "ledger.slot, ledger.slots",
    })
    void shouldNameAMisspeltKeyWithTheNearestOne(String key, String nearest) {
        // When
        List<String> warnings = warnings(key + " = 1\n");

        // Then
        assertThat(warnings)
                .singleElement()
                .satisfies(warning -> assertThat(warning).contains(key).endsWith("did you mean " + nearest + "?"));
    }

    @Test
    void shouldNameAKeyThatNothingIsNear() {
        // When
        List<String> warnings = warnings("A->B.some.plugin.of.ours = 1\n");

        // Then
        assertThat(warnings).containsExactly("nobody knows the key A->B.some.plugin.of.ours, so it is ignored");
    }

    @ParameterizedTest
    @CsvSource({
        "topics.blacklist, write topics.exclude",
        "A->B.groups.whitelist, write A->B.groups",
        "consumer.fetch.max.bytes, 'write A.consumer.fetch.max.bytes, one line for each cluster'",
        "B.topics, write A->B.topics",
        "A.auto.offset.reset, write A.consumer.auto.offset.reset",
        "A->A.enabled, a flow needs two clusters",
    })
    void shouldSayWhereAKeyBelongs(String key, String advice) {
        // When
        List<String> warnings = warnings(key + " = 1\n");

        // Then
        assertThat(warnings).singleElement().satisfies(warning -> assertThat(warning)
                .startsWith(key + " is ignored")
                .contains(advice));
    }

    @Test
    void shouldNoticeBlanksInAPair() {
        // When
        List<String> warnings = warnings("B -> A.enabled = true\n");

        // Then
        assertThat(warnings)
                .containsExactly("a line that begins with \"B ->\" is ignored; write \"B->\" without blanks");
    }

    @Test
    void shouldNoticeAKeyThatIsSetTwice() {
        // When
        List<String> warnings = warnings("topics = a\ntopics = b\n");

        // Then
        assertThat(warnings).containsExactly("topics is set more than once; the last line counts");
    }

    @Test
    void shouldSayNothingOfWhatIsAsItShouldBe() {
        // When
        List<String> warnings = warnings("""
                A.security.protocol = PLAINTEXT
                A.request.timeout.ms = 20000
                A.consumer.acks = all
                A->B.source.consumer.max.poll.records = 10
                A->B.admin.timeout.ms = 20000
                admin.timeout.ms = 30000
                consumer.poll.timeout.ms = 1000
                metrics.recording.level = INFO
                """);

        // Then
        assertThat(warnings).isEmpty();
    }
}
