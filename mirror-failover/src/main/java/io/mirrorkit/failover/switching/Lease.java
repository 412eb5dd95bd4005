package io.mirrorkit.failover.switching;

/** What an instance does that could read neither copy of its application's state for too long. */
public enum Lease {
    /** It stands still until it can read one: no split brain through this instance, at the price of a pause. */
    STOP,
    /** It goes on as it was told last. */
    GO_ON
}
