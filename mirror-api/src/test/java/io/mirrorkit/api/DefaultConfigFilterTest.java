package io.mirrorkit.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.contract.ConfigFilterContract;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;

class DefaultConfigFilterTest extends ConfigFilterContract {

    @Override
    protected ConfigFilter filter() {
        return ConfigFilter.defaults();
    }

    @Test
    void shouldLeaveTheTimestampBoundsOutByTheNamesThatTopicsHave() {
        // Given
        ConfigFilter filter = ConfigFilter.defaults();

        // When
        boolean taken = filter.accepts(TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG);

        // Then
        assertThat(taken).isFalse();
        assertThat(filter.accepts(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG))
                .isFalse();
        assertThat(filter.accepts(TopicConfig.RETENTION_MS_CONFIG)).isTrue();
    }
}
