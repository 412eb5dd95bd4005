package io.mirrorkit.api.errors;

import org.jspecify.annotations.Nullable;

/** A switch was not made, or was taken back: a check failed, a client did not answer in time, or somebody else switched meanwhile. */
public final class SwitchRefusedException extends MirrorException {
    private static final long serialVersionUID = 1L;

    /**
     * Without a cause.
     *
     * @param message what happened
     * @param wayOut what the operator should do
     */
    public SwitchRefusedException(String message, String wayOut) {
        this(message, wayOut, null);
    }

    /**
     * With a cause.
     *
     * @param message what happened
     * @param wayOut what the operator should do
     * @param cause the cause, or null
     */
    public SwitchRefusedException(String message, String wayOut, @Nullable Throwable cause) {
        super(message, wayOut, cause);
    }

    @Override
    public boolean retriable() {
        return false;
    }
}
