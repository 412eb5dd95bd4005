package io.mirrorkit.api.errors;

import org.jspecify.annotations.Nullable;

/** A record on one of MirrorKit's topics has a format version that this release can't read. */
public final class UnknownVersionException extends MirrorException {
    private static final long serialVersionUID = 1L;

    /**
     * Without a cause.
     *
     * @param message what happened
     * @param wayOut what the operator should do
     */
    public UnknownVersionException(String message, String wayOut) {
        this(message, wayOut, null);
    }

    /**
     * With a cause.
     *
     * @param message what happened
     * @param wayOut what the operator should do
     * @param cause the cause, or null
     */
    public UnknownVersionException(String message, String wayOut, @Nullable Throwable cause) {
        super(message, wayOut, cause);
    }

    @Override
    public boolean retriable() {
        return false;
    }
}
