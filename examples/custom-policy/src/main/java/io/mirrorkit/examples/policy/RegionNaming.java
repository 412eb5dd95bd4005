package io.mirrorkit.examples.policy;

import io.mirrorkit.api.ReplicationPolicy;
import java.util.Optional;

// tag::policy[]
/** {@code orders} of the cluster {@code eu} is called {@code orders-from-eu}. No alias may hold {@code -from-}. */
public final class RegionNaming implements ReplicationPolicy {

    private static final String FROM = "-from-";

    @Override
    public String remoteTopic(String sourceAlias, String topic) {
        return topic + FROM + sourceAlias;
    }

    @Override
    public Optional<String> sourceTopic(String sourceAlias, String remoteTopic) {
        return hop(remoteTopic)
                .filter(hop -> hop.sourceAlias().equals(sourceAlias))
                .map(Hop::topic);
    }

    @Override
    public Optional<Hop> hop(String topic) {
        int at = topic.lastIndexOf(FROM);
        return at <= 0
                ? Optional.empty()
                : Optional.of(new Hop(topic.substring(at + FROM.length()), topic.substring(0, at)));
    }
}
// end::policy[]
