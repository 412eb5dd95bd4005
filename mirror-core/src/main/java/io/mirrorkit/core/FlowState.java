package io.mirrorkit.core;

/** How a flow stands. */
public enum FlowState {
    /** Its clusters are being reached, its slots taken and its ledger restored. */
    STARTING,
    /** It copies. Single partitions may stand otherwise; see {@link FlowStatus#partitions()}. */
    RUNNING,
    /** Its user paused it. Checkpoints and status go on. */
    PAUSED,
    /** A cluster can't be reached, or ownership was lost by accident; it is tried again with growing pauses. */
    RETRYING,
    /** It must not run as it is defined, or another instance has taken it; the reason says what to do. */
    REFUSED,
    /** The engine is closed. */
    CLOSED
}
