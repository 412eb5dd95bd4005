package io.mirrorkit.core;

import io.mirrorkit.testing.EmbeddedCluster;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** As {@link CrashIT}, with high watermarks on the target that lag behind. */
class SlowFollowerCrashIT {

    @Test
    void shouldLoseNothingWhenKilledWithASlowFollowerOnTheTarget() throws Exception {
        try (EmbeddedCluster source = EmbeddedCluster.start();
                EmbeddedCluster target = EmbeddedCluster.builder()
                        .brokers(3)
                        .property("replica.fetch.min.bytes", "100000000")
                        .property("replica.fetch.wait.max.ms", "700")
                        .start()) {
            // Given
            source.createTopic("slow", Crashing.PARTITIONS);
            target.admin()
                    .createTopics(List.of(new NewTopic("a.slow", Map.of(0, List.of(0, 1), 1, List.of(1, 2)))))
                    .all()
                    .get();
            Crashing.killAndFinish(source, source.bootstrapServers(), target, target.bootstrapServers(), "slow");
        }
    }
}
