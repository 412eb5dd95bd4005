package io.mirrorkit.policy;

import io.mirrorkit.api.ReplicationPolicy;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names from a template, and explicit pairs that win over it. Immutable: {@link #withPair} and {@link #withPairs} answer
 * another policy.
 *
 * <pre>{@code
 * NamingPolicies.mapping("{topic}-dr").withPair("orders", "orders-eu");
 * }</pre>
 *
 * <h2>Loops</h2>
 *
 * A name shows its origin only if the template names the source. Without it ({@code {topic}-dr}) a two-way flow that
 * takes all topics would copy its own copies back ({@code orders-dr-dr}): let each direction's filter leave out the other's
 * remote topics. The topic {@code heartbeats} and its copies are safe under such a template: they follow
 * {@link NamingPolicies#prefix()} unless a pair names them.
 *
 * <h2>Collisions</h2>
 *
 * A pair takes its remote name from the topic that the template gives that name: with {@code {topic}-dr} and the pair
 * {@code orders → payments-dr}, {@link #sourceTopic} answers {@code orders} for {@code payments-dr}, although
 * {@link #remoteTopic} has no other name for {@code payments}. Such a topic fails the round-trip law, by which the engine
 * refuses it; give it a pair of its own.
 */
public final class MappingNaming implements ReplicationPolicy {

    private static final Prefixes HEARTBEATS = new Prefixes(Prefixes.DEFAULT_SEPARATOR);

    private final Template template;
    private final SortedMap<String, String> remoteBySource;
    private final Map<String, String> sourceByRemote;

    private MappingNaming(Template template, SortedMap<String, String> remoteBySource) {
        this.template = template;
        this.remoteBySource = Collections.unmodifiableSortedMap(remoteBySource);
        this.sourceByRemote = inverse(remoteBySource);
    }

    static MappingNaming of(String template) {
        return new MappingNaming(Template.parse(template), new TreeMap<>());
    }

    private static Map<String, String> inverse(SortedMap<String, String> remoteBySource) {
        Map<String, String> inverse = new HashMap<>();
        remoteBySource.forEach((source, remote) -> {
            String other = inverse.put(remote, source);
            if (other != null) {
                throw new IllegalArgumentException("the topics \"" + other + "\" and \"" + source
                        + "\" are both given the remote topic \"" + remote + "\"");
            }
        });
        return Map.copyOf(inverse);
    }

    /**
     * This policy with one more pair.
     *
     * @param sourceTopic a topic's name on the source
     * @param remoteTopic its name on the target, whatever the source's alias
     * @return a new policy
     * @throws IllegalArgumentException if a name is not legal, the topic has a pair already, or another topic's pair has that
     *     remote name
     */
    public MappingNaming withPair(String sourceTopic, String remoteTopic) {
        return withPairs(Map.of(sourceTopic, remoteTopic));
    }

    /**
     * This policy with more pairs.
     *
     * @param remoteBySource names on the source, each with its name on the target, whatever the source's alias
     * @return a new policy
     * @throws IllegalArgumentException if a name is not legal, a topic has a pair already, or two topics would share a remote
     *     name
     */
    public MappingNaming withPairs(Map<String, String> remoteBySource) {
        SortedMap<String, String> all = new TreeMap<>(this.remoteBySource);
        remoteBySource.forEach((source, remote) -> {
            LegalNames.requireTopic(source, "the source topic");
            LegalNames.requireTopic(remote, "the remote topic");
            String before = all.put(source, remote);
            if (before != null) {
                throw new IllegalArgumentException("the topic \"" + source + "\" is given two remote topics: \""
                        + before + "\" and \"" + remote + "\"");
            }
        });
        return new MappingNaming(template, all);
    }

    @Override
    public String remoteTopic(String sourceAlias, String topic) {
        requireAlias(sourceAlias);
        String paired = remoteBySource.get(topic);
        if (paired != null) {
            return paired;
        }
        return isPrefixedHeartbeats(topic) ? HEARTBEATS.add(sourceAlias, topic) : template.add(sourceAlias, topic);
    }

    @Override
    public Optional<String> sourceTopic(String sourceAlias, String remoteTopic) {
        requireAlias(sourceAlias);
        @Nullable String paired = sourceByRemote.get(remoteTopic);
        if (paired != null) {
            return Optional.of(paired);
        }
        return candidates(sourceAlias, remoteTopic)
                .filter(topic -> remoteTopic(sourceAlias, topic).equals(remoteTopic))
                .findFirst();
    }

    private Stream<String> candidates(String alias, String remoteTopic) {
        Optional<String> templated = template.remove(alias, remoteTopic);
        return isPrefixedHeartbeats(remoteTopic)
                ? Stream.concat(HEARTBEATS.remove(alias, remoteTopic).stream(), templated.stream())
                : templated.stream();
    }

    /**
     * The source and the topic that a name shows, if the template names the source; a name that a pair gives shows none.
     * Under a template without the source only heartbeats show theirs.
     *
     * @param topic any topic's name
     * @return the hop, or empty
     */
    @Override
    public Optional<Hop> hop(String topic) {
        Optional<Hop> shown = isPrefixedHeartbeats(topic) ? HEARTBEATS.hop(topic) : template.hop(topic);
        @Nullable String paired = sourceByRemote.get(topic);
        return paired == null ? shown : shown.filter(hop -> hop.topic().equals(paired));
    }

    private boolean isPrefixedHeartbeats(String topic) {
        return !template.namesSource() && HEARTBEATS.isHeartbeats(topic);
    }

    private void requireAlias(String alias) {
        if (template.namesSource()) {
            template.requireAlias(alias);
        } else {
            HEARTBEATS.requireAlias(alias);
        }
    }

    @Override
    public String description() {
        String pairs = remoteBySource.entrySet().stream()
                .map(pair -> ", " + pair.getKey() + "->" + pair.getValue())
                .collect(Collectors.joining());
        return "mapping(" + template.text() + pairs + ")";
    }

    @Override
    public String toString() {
        return description();
    }
}
