package io.mirrorkit.examples.quickstart;

import io.mirrorkit.testing.BrokerProcess;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Two clusters, each in a JVM of its own, with data in temporary directories that go with them. */
final class Clusters implements AutoCloseable {

    private final BrokerProcess primary;
    private final BrokerProcess backup;
    private final Thread atTheEnd = new Thread(this::closeBoth, "quickstart-end");

    private Clusters(BrokerProcess primary, BrokerProcess backup) {
        this.primary = primary;
        this.backup = backup;
    }

    /** Starts both at once; takes a few seconds. If somebody interrupts the program, they are tidied up too. */
    static Clusters start() {
        CompletableFuture<BrokerProcess> primary = CompletableFuture.supplyAsync(BrokerProcess::start);
        CompletableFuture<BrokerProcess> backup = CompletableFuture.supplyAsync(BrokerProcess::start);
        try {
            Clusters clusters = new Clusters(primary.join(), backup.join());
            Runtime.getRuntime().addShutdownHook(clusters.atTheEnd);
            return clusters;
        } catch (CompletionException e) {
            primary.whenComplete((broker, failure) -> closeIfAny(broker));
            backup.whenComplete((broker, failure) -> closeIfAny(broker));
            throw new IllegalStateException("a cluster did not start", e.getCause());
        }
    }

    private static void closeIfAny(@Nullable BrokerProcess broker) {
        if (broker != null) {
            broker.close();
        }
    }

    BrokerProcess primary() {
        return primary;
    }

    BrokerProcess backup() {
        return backup;
    }

    private void closeBoth() {
        primary.close();
        backup.close();
    }

    @Override
    public void close() {
        closeBoth();
        try {
            Runtime.getRuntime().removeShutdownHook(atTheEnd);
        } catch (IllegalStateException e) {
            // The JVM ends, and the hook runs.
        }
    }
}
