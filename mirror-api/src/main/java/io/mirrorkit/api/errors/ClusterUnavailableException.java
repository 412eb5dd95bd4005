package io.mirrorkit.api.errors;

import org.jspecify.annotations.Nullable;

/** A cluster did not answer in time, or refused a request that it may grant later. */
public final class ClusterUnavailableException extends MirrorException {
    private static final long serialVersionUID = 1L;

    /**
     * Without a cause.
     *
     * @param message what happened
     * @param wayOut what the operator should do
     */
    public ClusterUnavailableException(String message, String wayOut) {
        this(message, wayOut, null);
    }

    /**
     * With a cause.
     *
     * @param message what happened
     * @param wayOut what the operator should do
     * @param cause the cause, or null
     */
    public ClusterUnavailableException(String message, String wayOut, @Nullable Throwable cause) {
        super(message, wayOut, cause);
    }

    @Override
    public boolean retriable() {
        return true;
    }
}
