package io.mirrorkit.api.contract;

import io.mirrorkit.api.ReplicationPolicy;
import java.util.Optional;

/** {@code <alias>.<topic>}, so that contracts can name topics without a policy module. */
final class PrefixRule implements ReplicationPolicy {

    @Override
    public String remoteTopic(String sourceAlias, String topic) {
        return sourceAlias + "." + topic;
    }

    @Override
    public Optional<String> sourceTopic(String sourceAlias, String remoteTopic) {
        String prefix = sourceAlias + ".";
        return remoteTopic.startsWith(prefix) && remoteTopic.length() > prefix.length()
                ? Optional.of(remoteTopic.substring(prefix.length()))
                : Optional.empty();
    }

    @Override
    public Optional<Hop> hop(String topic) {
        int end = topic.indexOf('.');
        return end < 0 || end == topic.length() - 1
                ? Optional.empty()
                : Optional.of(new Hop(topic.substring(0, end), topic.substring(end + 1)));
    }
}
