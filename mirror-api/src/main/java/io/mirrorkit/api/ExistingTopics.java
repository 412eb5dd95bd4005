package io.mirrorkit.api;

/** What a flow does with a remote topic that already holds records which its ledger does not know. */
public enum ExistingTopics {
    /** Leave the topic alone and say so: the default. */
    REFUSE,
    /** Write behind the records that are there. Two-way flows under one name need this. */
    APPEND,
    /**
     * Take the records for a copy made earlier (by MirrorMaker 2, say): they are compared with the source record by record
     * and taken into the ledger; the topic is refused if they differ.
     */
    ADOPT
}
