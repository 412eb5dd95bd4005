package io.mirrorkit.policy;

import io.mirrorkit.api.ReplicationPolicy;
import java.util.Optional;

/** See {@link NamingPolicies#identity(String)}. */
final class IdentityNaming implements ReplicationPolicy {

    private final Prefixes heartbeats;

    IdentityNaming(Prefixes heartbeats) {
        this.heartbeats = heartbeats;
    }

    @Override
    public String remoteTopic(String sourceAlias, String topic) {
        heartbeats.requireAlias(sourceAlias);
        return heartbeats.isHeartbeats(topic) ? heartbeats.add(sourceAlias, topic) : topic;
    }

    @Override
    public Optional<String> sourceTopic(String sourceAlias, String remoteTopic) {
        heartbeats.requireAlias(sourceAlias);
        return heartbeats.isHeartbeats(remoteTopic)
                ? heartbeats.remove(sourceAlias, remoteTopic)
                : Optional.of(remoteTopic);
    }

    @Override
    public Optional<Hop> hop(String topic) {
        return heartbeats.isHeartbeats(topic) ? heartbeats.hop(topic) : Optional.empty();
    }

    @Override
    public String description() {
        return "identity(separator=" + heartbeats.separator() + ")";
    }

    @Override
    public String toString() {
        return description();
    }
}
