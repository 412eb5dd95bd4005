package io.mirrorkit.policy;

import static io.mirrorkit.api.ledger.InternalTopics.HEARTBEATS;

import io.mirrorkit.api.ReplicationPolicy.Hop;
import java.util.Optional;

/**
 * MirrorMaker 2's rule: {@code <alias><separator><topic>}, read from the left.
 *
 * @param separator what stands between alias and topic
 */
record Prefixes(String separator) {

    static final String DEFAULT_SEPARATOR = ".";

    Prefixes {
        LegalNames.requirePart(separator, "the separator");
    }

    String add(String alias, String topic) {
        return prefix(alias) + topic;
    }

    Optional<String> remove(String alias, String name) {
        String prefix = prefix(alias);
        return name.startsWith(prefix)
                ? Optional.of(name.substring(prefix.length())).filter(LegalNames::isTopic)
                : Optional.empty();
    }

    /** The part before the first separator, unless nothing but separators follows: {@code foo.} is a local topic. */
    Optional<Hop> hop(String name) {
        int end = name.indexOf(separator);
        if (end < 0) {
            return Optional.empty();
        }
        String topic = name.substring(end + separator.length());
        return topic.replace(separator, "").isEmpty()
                ? Optional.empty()
                : Optional.of(new Hop(name.substring(0, end), topic));
    }

    /** Whether a name is {@code heartbeats} with any number of hops before it. */
    boolean isHeartbeats(String name) {
        if (!name.endsWith(HEARTBEATS)) {
            return false;
        }
        String rest = name;
        for (Optional<Hop> hop = hop(rest); hop.isPresent(); hop = hop(rest)) {
            rest = hop.get().topic();
        }
        return rest.equals(HEARTBEATS);
    }

    /** Requires that an alias can be read back from a remote topic's name. */
    void requireAlias(String alias) {
        prefix(alias);
    }

    private String prefix(String alias) {
        String prefix = LegalNames.requirePart(alias, "the alias") + separator;
        if (prefix.indexOf(separator) != alias.length()) {
            throw LegalNames.unreadableAlias(alias, separator);
        }
        return prefix;
    }
}
