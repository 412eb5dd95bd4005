package io.mirrorkit.failover;

/** What applying a plan may do that it refuses to do unasked. */
public enum ApplyOption {
    /** Apply what has an offset, although other partitions are held or the plan is incomplete. */
    ALLOW_HELD,
    /** Move a group backwards in partitions where it has committed more on the target than the plan says. */
    ALLOW_REWIND
}
