package io.mirrorkit.core;

/** How an engine ends. */
public enum CloseMode {
    /** Stop reading, wait for what is in flight, and write the ledger and the last checkpoints; nothing is copied again later. */
    DRAIN,
    /** End as soon as possible. What was in flight is found again by comparison at the next start. */
    DONT_DRAIN
}
