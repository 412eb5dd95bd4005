package io.mirrorkit.api;

/** A topic is a cycle if any hop in its name is the source or the target: MirrorMaker 2's rule since 4.4, at any depth. */
enum HopCycles implements CycleDetector {
    INSTANCE;

    @Override
    public boolean isCycle(String sourceAlias, String targetAlias, String topic, ReplicationPolicy policy) {
        return policy.hops(topic).stream()
                .map(ReplicationPolicy.Hop::sourceAlias)
                .anyMatch(alias -> alias.equals(sourceAlias) || alias.equals(targetAlias));
    }

    @Override
    public String description() {
        return "hops in names";
    }
}
