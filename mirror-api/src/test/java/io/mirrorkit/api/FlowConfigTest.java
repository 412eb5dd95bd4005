package io.mirrorkit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowConfigTest {

    @Test
    void shouldHaveTheDefaultsThatTheManualNames() {
        // When
        FlowConfig config = FlowConfig.of(Map.of());

        // Then
        assertThat(config.duration(FlowConfig.TOPICS_DISCOVERY_INTERVAL)).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.duration(FlowConfig.GROUPS_DISCOVERY_INTERVAL)).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.duration(FlowConfig.CHECKPOINT_INTERVAL)).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.duration(FlowConfig.STATUS_INTERVAL)).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.enabled(FlowConfig.GROUP_SYNC_ENABLED)).isTrue();
        assertThat(config.enabled(FlowConfig.HEARTBEATS_ENABLED)).isTrue();
        assertThat(config.duration(FlowConfig.LEDGER_FLUSH_INTERVAL)).isEqualTo(Duration.ofMillis(200));
        assertThat(config.number(FlowConfig.LEDGER_MEMORY)).isEqualTo(256L << 20);
        assertThat(config.number(FlowConfig.SLOTS)).isEqualTo(8);
        assertThat(config.text(FlowConfig.ISOLATION_LEVEL)).isEqualTo("read_committed");
        assertThat(config.text(FlowConfig.COMPRESSION_TYPE)).isEqualTo("lz4");
        assertThat(config.text(FlowConfig.DEFINITION_CHANGE)).isEqualTo("refuse");
    }

    @Test
    void shouldDefineEveryKeyThatHasAConstant() throws IllegalAccessException {
        // Given
        ConfigDef definition = FlowConfig.configDef();

        for (Field field : FlowConfig.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                // When
                ConfigDef.ConfigKey key = definition.configKeys().get(field.get(null));

                // Then
                assertThat(key).as("the definition of %s", field.getName()).isNotNull();
                assertThat(key.documentation)
                        .as("what %s says", field.getName())
                        .endsWith(".");
            }
        }
        assertThat(definition.names()).hasSize((int) Arrays.stream(FlowConfig.class.getFields())
                .filter(field -> field.getType() == String.class)
                .count());
    }

    @Test
    void shouldLendItsDefinitionToNobody() {
        // Given
        ConfigDef copy = FlowConfig.configDef();

        // When
        copy.define("mine", ConfigDef.Type.INT, 1, ConfigDef.Importance.LOW, "Mine.");

        // Then
        assertThat(FlowConfig.configDef().names()).doesNotContain("mine");
    }

    @Test
    void shouldTakeTextsAndValuesAlike() {
        // Given
        Map<String, Object> texts = Map.of(
                FlowConfig.STATUS_INTERVAL, "1500", FlowConfig.GROUP_SYNC_ENABLED, "false", FlowConfig.SLOTS, " 12 ");
        Map<String, Object> values = Map.of(
                FlowConfig.STATUS_INTERVAL,
                Duration.ofMillis(1500),
                FlowConfig.GROUP_SYNC_ENABLED,
                false,
                FlowConfig.SLOTS,
                12L);

        // When
        FlowConfig config = FlowConfig.of(texts);

        // Then
        assertThat(config).hasToString(FlowConfig.of(values).toString());
        assertThat(config.number(FlowConfig.STATUS_INTERVAL)).isEqualTo(1500);
        assertThat(config.enabled(FlowConfig.GROUP_SYNC_ENABLED)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "ledger.slots, 0, at least 1",
        "ledger.slots, 1001, no more than 1000",
        "ledger.slots, many, Not a number",
        "checkpoint.interval.ms, 10, at least 50",
        "checkpoint.interval.ms, 1.5, Not a number",
        "group.sync.enabled, maybe, true or false",
        "compression.type, lzma, zstd",
        "isolation.level, none, read_committed",
        "definition.change, perhaps, refuse",
        "replication.factor, 0, at least 1",
        "internal.topic.replication.factor, -2, at least 1"
    })
    void shouldNameKeyValueAndWayOutWhenAValueIsOutOfBounds(String key, String value, String wayOut) {
        // When
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> FlowConfig.of(Map.of(key, value)))
                // Then
                .withMessageContaining(key)
                .withMessageContaining(value)
                .withMessageContaining(wayOut);
    }

    @Test
    void shouldNameTheKnownKeysWhenOneIsUnknown() {
        // When
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> FlowConfig.of(Map.of("ledger.slot", 8, "slots", 8)))
                // Then
                .withMessageContaining("[ledger.slot, slots]")
                .withMessageContaining("ledger.slots");
    }

    @Test
    void shouldRefuseADurationWhereNoneIsMeant() {
        // When
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> FlowConfig.of(Map.of(FlowConfig.SLOTS, Duration.ofMillis(8))))
                // Then
                .withMessageContaining("ledger.slots")
                .withMessageContaining("no duration");
    }

    @Test
    void shouldRefusePausesThatContradictEachOther() {
        // When
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() ->
                        FlowConfig.of(Map.of(FlowConfig.RETRY_BACKOFF, 2_000, FlowConfig.RETRY_BACKOFF_MAX, 1_000)))
                // Then
                .withMessageContaining("2000")
                .withMessageContaining("retry.backoff.max.ms, which is 1000");
    }

    @Test
    void shouldRefuseToAnswerAnythingButWhatTheKeyHolds() {
        // Given
        FlowConfig config = FlowConfig.of(Map.of());

        // When
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.number("no.such.key"))
                // Then
                .withMessageContaining("no.such.key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.number(FlowConfig.COMPRESSION_TYPE))
                .withMessageContaining("compression.type is not a number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.enabled(FlowConfig.SLOTS))
                .withMessageContaining("ledger.slots is not a switch");
    }
}
