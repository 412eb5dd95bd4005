package io.mirrorkit.failover.internal;

import io.mirrorkit.api.errors.AccessDeniedException;
import io.mirrorkit.api.errors.ClusterUnavailableException;
import io.mirrorkit.api.errors.MirrorException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** Waits for Kafka's answers, and turns its errors into this library's. */
public final class KafkaErrors {

    private KafkaErrors() {}

    /**
     * Waits for an answer.
     *
     * @param what what was asked for, as the object of a sentence
     * @return the answer
     * @throws NotInTime if there was none before the deadline
     * @throws ExecutionException with Kafka's error as its cause, if that is another one than a timeout
     */
    static <T> T await(KafkaFuture<T> answer, String what, Deadline deadline) throws ExecutionException {
        try {
            return answer.get(Math.max(1, deadline.remaining().toNanos()), TimeUnit.NANOSECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new NotInTime(what);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw new NotInTime(what);
            }
            throw e;
        }
    }

    /**
     * Waits for an answer where every error is the operator's business.
     *
     * @throws NotInTime if there was none before the deadline
     * @throws MirrorException for any error
     */
    public static <T> T awaitOrThrow(KafkaFuture<T> answer, String what, Deadline deadline) {
        try {
            return await(answer, what, deadline);
        } catch (ExecutionException e) {
            throw mirrorException(e.getCause() == null ? e : e.getCause(), what);
        }
    }

    /** The leaf of {@link MirrorException} that an error of Kafka's amounts to. */
    public static MirrorException mirrorException(Throwable error, String what) {
        String message = "The target cluster did not grant " + what + ": " + error.getMessage();
        if (error instanceof AuthenticationException) {
            return new AccessDeniedException(message, "mend the credentials in the client properties.", error);
        }
        if (error instanceof AuthorizationException) {
            return new AccessDeniedException(message, "grant the user of the client properties that right.", error);
        }
        return new ClusterUnavailableException(message, "look after the target's brokers, then try again.", error);
    }
}
