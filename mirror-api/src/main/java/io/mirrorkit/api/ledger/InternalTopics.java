package io.mirrorkit.api.ledger;

/**
 * The names of the topics that MirrorKit keeps on a target (the control topic on both clusters). MirrorKit's own begin with {@code __}, which every default filter of
 * MirrorMaker 2 leaves out.
 */
public final class InternalTopics {

    /** The topic of heartbeats, as MirrorMaker 2 names it. */
    public static final String HEARTBEATS = "heartbeats";

    /** The compacted topic, on both clusters, that tells applications' clients on which one to work. One partition. */
    public static final String CONTROL = "__mirror-control";

    private InternalTopics() {}

    /**
     * The compacted topic that holds a flow's ledger; one partition per slot.
     *
     * @param flow the flow's name
     * @return the topic's name
     */
    public static String ledger(String flow) {
        return "__mirror-ledger." + flow;
    }

    /**
     * The compacted topic that holds what a flow saw last of its source.
     *
     * @param flow the flow's name
     * @return the topic's name
     */
    public static String status(String flow) {
        return "__mirror-status." + flow;
    }

    /**
     * The topic of checkpoints, as MirrorMaker 2 names it under the separator ".".
     *
     * @param sourceAlias the alias of the flow's source
     * @return the topic's name
     */
    public static String checkpoints(String sourceAlias) {
        return sourceAlias + ".checkpoints.internal";
    }
}
