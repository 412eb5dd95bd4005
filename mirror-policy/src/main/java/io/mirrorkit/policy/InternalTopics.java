package io.mirrorkit.policy;

/** Which topics belong to Kafka, to MirrorMaker 2 or to MirrorKit, and are never replicated. */
public final class InternalTopics {

    private InternalTopics() {}

    /**
     * Whether a topic is internal: a name that begins with {@code __} (Kafka's and MirrorKit's own) or with {@code .}, one of
     * MirrorMaker 2's ({@code mm2*.internal}), or one that holds checkpoints ({@code *.checkpoints.internal}). These are
     * MirrorMaker 2's rules since KIP-1074 with its default separator; {@code orders-internal} is a user's topic.
     *
     * @param topic a topic's name
     * @return true if no flow may replicate it
     * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-1074%3A+Allow+the+replication+of+user+internal+topics">
     *     KIP-1074</a>
     */
    public static boolean isInternal(String topic) {
        return topic.startsWith("__")
                || topic.startsWith(".")
                || (topic.startsWith("mm2") && topic.endsWith(".internal"))
                || topic.endsWith(".checkpoints.internal");
    }
}
