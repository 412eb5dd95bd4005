package io.mirrorkit.testing;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/** An admin client that is opened on first use. */
final class SharedAdmin implements AutoCloseable {

    private final String bootstrapServers;
    private @Nullable Admin admin;

    SharedAdmin(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    synchronized Admin get() {
        if (admin == null) {
            admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        }
        return admin;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
