package io.mirrorkit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mirrorkit.api.ConfigFilter;
import io.mirrorkit.api.contract.ConfigFilterContract;
import java.util.List;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFiltersTest extends ConfigFilterContract {

    @Override
    protected ConfigFilter filter() {
        return ConfigFilters.exclude("min\\.insync\\.replicas", "message\\.timestamp\\..*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG,
                TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG,
                "message.timestamp.difference.max.ms",
                "leader.replication.throttled.replicas",
                "follower.replication.throttled.replicas"
            })
    void shouldLeaveAConfigOutWhenItBelongsToTheSourceClusterAlone(String config) {
        // Given
        ConfigFilter filter = ConfigFilters.of(List.of(".*"), ConfigFilters.DEFAULT_EXCLUDES);

        // When
        boolean taken = filter.accepts(config);

        // Then
        assertThat(taken).isFalse();
        assertThat(ConfigFilter.defaults().accepts(config))
                .as("the API's default")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.RETENTION_MS_CONFIG,
                TopicConfig.COMPRESSION_TYPE_CONFIG,
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG
            })
    void shouldTakeAConfigWhenItBelongsToTheTopic(String config) {
        // Given
        ConfigFilter filter = ConfigFilters.of(List.of(".*"), ConfigFilters.DEFAULT_EXCLUDES);

        // When
        boolean taken = filter.accepts(config);

        // Then
        assertThat(taken).isTrue();
        assertThat(ConfigFilter.defaults().accepts(config))
                .as("the API's default")
                .isTrue();
    }

    @Test
    void shouldLetTheTimestampBoundsPassWhenMirrorMakersOwnListIsUsed() {
        // Given
        ConfigFilter filter = ConfigFilters.of(List.of(".*"), ConfigFilters.MM2_EXCLUDES);

        // When
        boolean taken = filter.accepts(TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG);

        // Then
        assertThat(taken).isTrue();
        assertThat(filter.accepts("log.message.timestamp.before.max.ms")).isFalse();
    }

    @Test
    void shouldTakeOnlyWhatIsIncludedWhenIncluding() {
        assertThat(ConfigFilters.include("retention\\..*").accepts("retention.ms"))
                .isTrue();
        assertThat(ConfigFilters.include("retention\\..*").accepts("cleanup.policy"))
                .isFalse();
        assertThat(ConfigFilters.all().accepts("cleanup.policy")).isTrue();
        assertThat(ConfigFilters.none().accepts("cleanup.policy")).isFalse();
    }

    @Test
    void shouldNameTheListWhenAPatternIsNoRegularExpression() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigFilters.exclude("("))
                .withMessageStartingWith("\"(\" in the config excludes [(] is not a regular expression: ");
    }
}
