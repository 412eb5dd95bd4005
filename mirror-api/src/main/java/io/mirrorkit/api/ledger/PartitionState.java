package io.mirrorkit.api.ledger;

/** How a source partition stands. The code is what the status topic holds. */
public enum PartitionState {
    /** Known, but not being copied yet: its remote topic is not ready, or its position is being restored. */
    STARTING(0),
    /** Records are copied as they come. */
    COPYING(1),
    /** Stopped for a while by an error that may pass; it is tried again with growing pauses. */
    RETRYING(2),
    /** The end of what can be read has not moved for long, for an open transaction holds it; the reason names it. */
    HELD_BY_TRANSACTION(3),
    /** Stopped until somebody does what the reason says. */
    STOPPED(4),
    /** The flow is paused by its user. */
    PAUSED(5),
    /** A newer release wrote a state that this one does not know. */
    UNKNOWN(255);

    private final int code;

    PartitionState(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static PartitionState ofCode(int code) {
        for (PartitionState state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        return UNKNOWN;
    }
}
