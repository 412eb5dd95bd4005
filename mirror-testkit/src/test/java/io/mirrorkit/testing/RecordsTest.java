package io.mirrorkit.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecordsTest {

    private static final ConsumerRecord<byte[], byte[]> RECORD =
            record("orders", 0, 7, 1_000, "key", "value", headers("a", "1", "a", "2"));

    @Test
    void shouldAcceptWhenOnlyTopicAndOffsetDiffer() {
        // Given
        ConsumerRecord<byte[], byte[]> copy =
                record("primary.orders", 0, 3, 1_000, "key", "value", headers("a", "1", "a", "2"));

        // When, Then
        assertThatCode(() -> Records.assertSameRecords(List.of(RECORD), List.of(copy)))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldNameTheDifferenceWhenAnythingElseDiffers() {
        differs("key", record("orders", 0, 7, 1_000, "other", "value", headers("a", "1", "a", "2")));
        differs("value", record("orders", 0, 7, 1_000, "key", null, headers("a", "1", "a", "2")));
        differs("headers", record("orders", 0, 7, 1_000, "key", "value", headers("a", "2", "a", "1")));
        differs("headers", record("orders", 0, 7, 1_000, "key", "value", headers("a", "1")));
        differs("headers", record("orders", 0, 7, 1_000, "key", "value", headers("a", "1", "a", null)));
        differs("timestamp", record("orders", 0, 7, 1_001, "key", "value", headers("a", "1", "a", "2")));
        differs("partition", record("orders", 1, 7, 1_000, "key", "value", headers("a", "1", "a", "2")));
    }

    @Test
    void shouldNameTheFirstRecordThatIsMissingOrTooMuch() {
        assertThatThrownBy(() -> Records.assertSameRecords(List.of(RECORD), List.of()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("missing is source offset 7");
        assertThatThrownBy(() -> Records.assertSameRecords(List.of(), List.of(RECORD)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("too many is target offset 7");
    }

    private static void differs(String what, ConsumerRecord<byte[], byte[]> copy) {
        assertThatThrownBy(() -> Records.assertSameRecords(List.of(RECORD), List.of(copy)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("differs in " + what);
    }

    private static ConsumerRecord<byte[], byte[]> record(
            String topic, int partition, long offset, long timestamp, String key, String value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                topic,
                partition,
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                -1,
                -1,
                bytes(key),
                bytes(value),
                headers,
                Optional.empty());
    }

    private static RecordHeaders headers(String... keysAndValues) {
        RecordHeaders headers = new RecordHeaders();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            headers.add(keysAndValues[i], bytes(keysAndValues[i + 1]));
        }
        return headers;
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }
}
