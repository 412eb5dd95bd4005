package io.mirrorkit.failover;

/** Why a plan moves a group in a partition nowhere. */
public enum Reason {
    /** The group's offset on the source is not known. */
    NO_EVIDENCE(
            "no evidence",
            "start the group there where your data allows it: at the beginning, or at a time with kafka-consumer-groups --to-datetime."),
    /** The partition is not part of the flow, or nothing of it has been replicated. */
    NOT_REPLICATED("not replicated", "add the topic to the flow, or read it on the source cluster."),
    /** The source topic was deleted and created again; the ledger speaks of the one before. */
    SOURCE_RECREATED(
            "source topic re-created",
            "let the engine copy the new topic, or start the group at the remote topic's end."),
    /** The remote topic was deleted and created again, or the cluster rebuilt; the ledger speaks of the one before. */
    TARGET_RECREATED(
            "remote topic re-created",
            "let the engine copy the topic again, or start the group at the remote topic's beginning."),
    /** The remote topic, or its partition, is not on the target. */
    REMOTE_TOPIC_MISSING(
            "remote topic missing", "check the flow's naming policy, and restore the topic if somebody deleted it."),
    /** The remote partition ends before what the ledger says it holds. */
    TARGET_LOST_RECORDS(
            "target lost records", "find out what the target lost; then start the group at a time of your choice."),
    /** The evidence is there but can't be read, or holds no translation. */
    UNTRANSLATABLE("untranslatable", "read the detail; a newer release of MirrorKit may be needed."),
    /** The target refuses its user a look at the remote topic. */
    ACCESS_DENIED("access denied", "grant the user Describe on the remote topic, then plan again."),
    /** The deadline came before the answer. */
    INCOMPLETE("incomplete", "plan again with a longer deadline.");

    private final String words;
    private final String wayOut;

    Reason(String words, String wayOut) {
        this.words = words;
        this.wayOut = wayOut;
    }

    /**
     * What a person reads.
     *
     * @return a few lower-case words
     */
    public String words() {
        return words;
    }

    /**
     * What the operator can do.
     *
     * @return one imperative sentence
     */
    public String wayOut() {
        return wayOut;
    }
}
