package io.mirrorkit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InternalTopicsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__consumer_offsets",
                "__mirror-ledger.a-b",
                "__mirror-control",
                ".hidden",
                "mm2-offset-syncs.b.internal",
                "mm2-configs.a.internal",
                "a.checkpoints.internal",
                "b.a.checkpoints.internal"
            })
    void shouldTakeATopicForInternalWhenItIsATools(String topic) {
        assertThat(InternalTopics.isInternal(topic)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "_orders",
                "orders-internal",
                "orders.internal",
                "mm2-orders",
                "a-checkpoints-internal",
                "heartbeats",
                "a.__orders"
            })
    void shouldTakeATopicForAUsersWhenItOnlyLooksLikeOne(String topic) {
        assertThat(InternalTopics.isInternal(topic)).isFalse();
    }
}
