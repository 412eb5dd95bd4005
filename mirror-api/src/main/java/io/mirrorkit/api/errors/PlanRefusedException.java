package io.mirrorkit.api.errors;

import org.jspecify.annotations.Nullable;

/** A plan was not applied: the group is active, would be rewound, or stands elsewhere than when the plan was made. */
public final class PlanRefusedException extends MirrorException {
    private static final long serialVersionUID = 1L;

    /**
     * Without a cause.
     *
     * @param message what happened
     * @param wayOut what the operator should do
     */
    public PlanRefusedException(String message, String wayOut) {
        this(message, wayOut, null);
    }

    /**
     * With a cause.
     *
     * @param message what happened
     * @param wayOut what the operator should do
     * @param cause the cause, or null
     */
    public PlanRefusedException(String message, String wayOut, @Nullable Throwable cause) {
        super(message, wayOut, cause);
    }

    @Override
    public boolean retriable() {
        return false;
    }
}
