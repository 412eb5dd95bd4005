package io.mirrorkit.api.errors;

import org.jspecify.annotations.Nullable;

/** A flow can't be started as it is defined: another definition under its name, one cluster at both ends, or a loop. */
public final class FlowRefusedException extends MirrorException {
    private static final long serialVersionUID = 1L;

    /**
     * Without a cause.
     *
     * @param message what happened
     * @param wayOut what the operator should do
     */
    public FlowRefusedException(String message, String wayOut) {
        this(message, wayOut, null);
    }

    /**
     * With a cause.
     *
     * @param message what happened
     * @param wayOut what the operator should do
     * @param cause the cause, or null
     */
    public FlowRefusedException(String message, String wayOut, @Nullable Throwable cause) {
        super(message, wayOut, cause);
    }

    @Override
    public boolean retriable() {
        return false;
    }
}
