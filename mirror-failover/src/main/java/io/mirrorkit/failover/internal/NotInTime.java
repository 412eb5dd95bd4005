package io.mirrorkit.failover.internal;

/** A cluster did not answer before the deadline. Never leaves this module: a plan says what it lacks instead. */
public final class NotInTime extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Without a stack trace: this is an outcome, caught by the step that asked. */
    public NotInTime(String what) {
        super(what, null, false, false);
    }
}
