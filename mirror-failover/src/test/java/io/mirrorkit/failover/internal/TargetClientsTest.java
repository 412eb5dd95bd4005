package io.mirrorkit.failover.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetClientsTest {

    @Test
    void shouldPassWhatSecuresAConnectionAndDropWhatJoinsAGroup() {
        // Given
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", "localhost:9",
                "sasl.jaas.config", "secret",
                "my.callback.handler.url", "https://idp",
                "group.id", "billing",
                "group.protocol", "consumer",
                "interceptor.classes", "a.b.C",
                "isolation.level", "read_uncommitted",
                "auto.offset.reset", "latest");

        // When
        Map<String, Object> config = new TargetClients(properties, "flow").readerConfig();

        // Then
        assertThat(config)
                .containsEntry("sasl.jaas.config", "secret")
                .containsEntry("my.callback.handler.url", "https://idp")
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("allow.auto.create.topics", false)
                .containsEntry("client.id", "mirrorkit-failover-flow-reader-1")
                .doesNotContainKeys("group.id", "group.protocol", "interceptor.classes");
    }

    @Test
    void shouldTakeTheClientIdForAPrefixWhenThereIsOne() {
        // Given
        Map<String, Object> properties = Map.of("bootstrap.servers", "localhost:9", "client.id", "ops");

        // When
        Map<String, Object> config = new TargetClients(properties, "flow").readerConfig();

        // Then
        assertThat(config).containsEntry("client.id", "ops-failover-reader-1");
    }
}
