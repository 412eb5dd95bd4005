package io.mirrorkit.core;

import io.mirrorkit.testing.EmbeddedCluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** As {@link CrashIT}, with half a second to the target. */
class FarCrashIT {

    @Test
    void shouldLoseNothingWhenKilledOverASlowLink() throws Exception {
        try (EmbeddedCluster source = EmbeddedCluster.start();
                EmbeddedCluster target = EmbeddedCluster.builder().behindProxy().start()) {
            // Given
            source.createTopic("far", Crashing.PARTITIONS);
            target.proxy().delayRequests(Duration.ofMillis(500));
            Crashing.killAndFinish(
                    source, source.bootstrapServers(), target, target.proxy().bootstrapServers(), "far");
        }
    }
}
