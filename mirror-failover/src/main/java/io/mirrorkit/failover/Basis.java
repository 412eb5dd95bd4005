package io.mirrorkit.failover;

/** What an offset of a plan rests on. */
public enum Basis {
    /** The ledger knows the very offset. */
    LEDGER_EXACT("exact"),
    /** The ledger knows an offset at or before the right one, and how many records lie between at the most. */
    LEDGER_AT_OR_BEFORE("at or before"),
    /** The group's offset lies outside of what is on the target; the offset is the nearest that is there. */
    LEDGER_EDGE("edge"),
    /** The very offset, found by counting records on the target in a merged part of the ledger. */
    COUNTED("counted"),
    /** A checkpoint as MirrorMaker 2 writes it: at or before the right offset, nobody knows how far. */
    CHECKPOINT("checkpoint");

    private final String words;

    Basis(String words) {
        this.words = words;
    }

    /**
     * What a person reads.
     *
     * @return one to three lower-case words
     */
    public String words() {
        return words;
    }

    /**
     * Whether the offset is the very one.
     *
     * @return true if a group reads no record again, as far as the evidence went
     */
    public boolean exact() {
        return this == LEDGER_EXACT || this == COUNTED;
    }
}
