package io.mirrorkit.api.errors;

import org.jspecify.annotations.Nullable;

/**
 * The root of MirrorKit's exceptions: the world did not do what was asked. (A wrong argument is an
 * {@link IllegalArgumentException} or Kafka's {@code ConfigException}; an expected outcome is a value.) No message holds
 * record content, a password or a token (invariant J).
 */
public abstract class MirrorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the operator should do. */
    private final String wayOut;

    /**
     * For the leaves.
     *
     * @param message what happened, naming the flow, topic or group concerned
     * @param wayOut what the operator should do, as an imperative sentence
     * @param cause the cause, if there is one
     */
    protected MirrorException(String message, String wayOut, @Nullable Throwable cause) {
        super(message + " Way out: " + wayOut, cause);
        this.wayOut = wayOut;
    }

    /**
     * What the operator should do.
     *
     * @return an imperative sentence, which the message holds too
     */
    public final String wayOut() {
        return wayOut;
    }

    /**
     * Whether the same call may succeed later without anybody changing anything.
     *
     * @return true for an unreachable cluster, false for a refusal
     */
    public abstract boolean retriable();
}
