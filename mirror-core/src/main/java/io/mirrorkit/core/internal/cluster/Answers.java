package io.mirrorkit.core.internal.cluster;

import io.mirrorkit.api.errors.AccessDeniedException;
import io.mirrorkit.api.errors.ClusterUnavailableException;
import io.mirrorkit.api.errors.MirrorException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;

/** Waiting for admin requests, with errors that say which cluster and what to do. */
public final class Answers {

    /** Some of what was asked for: what came, and why the rest did not. */
    public record Partial<K, V>(Map<K, V> values, Map<K, Throwable> errors) {}

    private Answers() {}

    /** Waits for one answer, and turns its error into a {@link MirrorException}. */
    public static <T> T of(String what, Cluster cluster, KafkaFuture<T> future, Duration atMost) {
        try {
            return future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw error(what, cluster, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw error(what, cluster, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    /** Waits for many answers until one common deadline; those that are late or failed are named, and never missing in silence. */
    public static <K, V> Partial<K, V> each(Map<K, KafkaFuture<V>> futures, Duration atMost) {
        Map<K, V> values = new HashMap<>();
        Map<K, Throwable> errors = new HashMap<>();
        long deadline = System.nanoTime() + atMost.toNanos();
        futures.forEach((key, future) -> {
            try {
                values.put(key, future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
            } catch (ExecutionException e) {
                errors.put(key, e.getCause() == null ? e : e.getCause());
            } catch (TimeoutException e) {
                errors.put(key, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptException(e);
            }
        });
        return new Partial<>(values, errors);
    }

    /** The exception for a request that failed. */
    public static MirrorException error(String what, Cluster cluster, Throwable cause) {
        String message = "Cluster \"" + cluster.alias() + "\" did not " + what + ": " + describe(cause) + ".";
        if (cause instanceof AuthorizationException) {
            return new AccessDeniedException(message, "grant the principal the right that the message names.", cause);
        }
        if (cause instanceof AuthenticationException) {
            return new AccessDeniedException(message, "correct the cluster's security properties.", cause);
        }
        return new ClusterUnavailableException(
                message, "check that the brokers run and that bootstrap.servers reaches them.", cause);
    }

    /** An error in a few words: Kafka's messages name topics and rights, never record content. */
    public static String describe(Throwable cause) {
        String name = cause.getClass().getSimpleName().replaceFirst("Exception$", "");
        String message = cause.getMessage();
        return message == null || message.isBlank() ? name : name + " (" + message.replaceFirst("\\.+$", "") + ")";
    }
}
