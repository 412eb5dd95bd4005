package io.mirrorkit.policy;

import io.mirrorkit.api.ReplicationPolicy;
import java.util.Optional;

/** See {@link NamingPolicies#prefix(String)}. */
final class PrefixNaming implements ReplicationPolicy {

    private final Prefixes prefixes;

    PrefixNaming(Prefixes prefixes) {
        this.prefixes = prefixes;
    }

    @Override
    public String remoteTopic(String sourceAlias, String topic) {
        return prefixes.add(sourceAlias, topic);
    }

    @Override
    public Optional<String> sourceTopic(String sourceAlias, String remoteTopic) {
        return prefixes.remove(sourceAlias, remoteTopic);
    }

    @Override
    public Optional<Hop> hop(String topic) {
        return prefixes.hop(topic);
    }

    @Override
    public String description() {
        return "prefix(separator=" + prefixes.separator() + ")";
    }

    @Override
    public String toString() {
        return description();
    }
}
