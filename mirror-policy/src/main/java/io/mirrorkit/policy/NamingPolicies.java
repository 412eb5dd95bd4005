package io.mirrorkit.policy;

import io.mirrorkit.api.ReplicationPolicy;

/**
 * The naming policies that come with MirrorKit. None of them shortens a name: a topic whose remote name would have more than
 * 249 characters can't be replicated under that policy.
 *
 * <p>A policy meets aliases only when it is called, so {@link ReplicationPolicy#remoteTopic} and
 * {@link ReplicationPolicy#sourceTopic} throw an {@link IllegalArgumentException} for an alias that the policy can't use,
 * whatever the topic: an empty one, one with characters that no topic name has, and one that holds the separator.
 */
public final class NamingPolicies {

    private NamingPolicies() {}

    /**
     * {@code primary.orders}: the names of MirrorMaker 2's default policy.
     *
     * @return the policy {@link #prefix(String) prefix(".")}
     */
    public static ReplicationPolicy prefix() {
        return prefix(Prefixes.DEFAULT_SEPARATOR);
    }

    /**
     * {@code <alias><separator><topic>}: the names of MirrorMaker 2's default policy with
     * {@code replication.policy.separator} set. The topic {@code heartbeats} is no exception.
     *
     * <p>A name is read as MirrorMaker 2 reads it: its last hop is what stands before the first separator, so a local topic
     * {@code orders.v1} looks as if it came from a cluster {@code orders} (which matters only where a cluster has that
     * alias); with nothing but separators behind it, as in {@code orders.}, a name is local.
     *
     * @param separator one or more characters of those that a topic name may have
     * @return the policy
     * @throws IllegalArgumentException if the separator is empty or has other characters
     */
    public static ReplicationPolicy prefix(String separator) {
        return new PrefixNaming(new Prefixes(separator));
    }

    /**
     * {@code orders}: a remote topic has the name of its source topic.
     *
     * @return the policy {@link #identity(String) identity(".")}
     */
    public static ReplicationPolicy identity() {
        return identity(Prefixes.DEFAULT_SEPARATOR);
    }

    /**
     * {@code orders}: a remote topic has the name of its source topic, but for heartbeats. The topic {@code heartbeats}, which
     * each cluster of a two-way flow has, and names that end so behind a separator ({@code backup.heartbeats}) follow
     * {@link #prefix(String)}. Unlike under MirrorMaker 2's identity policy, {@code user-heartbeats} keeps its name (unless
     * the separator is {@code -}); {@code user.heartbeats} is renamed under both.
     *
     * <p>A name shows no origin (again but for heartbeats), so cycles can't be found by name.
     *
     * @param separator what stands between alias and topic in the names of heartbeats topics
     * @return the policy
     * @throws IllegalArgumentException if the separator is empty or has characters that no topic name has
     */
    public static ReplicationPolicy identity(String separator) {
        return new IdentityNaming(new Prefixes(separator));
    }

    /**
     * Names from a template such as {@code {topic}-dr} or {@code {source}-{topic}}, to which pairs can be added.
     *
     * @param template a text that holds {@code {topic}} once and {@code {source}}, the source's alias, at most
     *     once and not next to the topic; {@code {topic}} alone keeps every name that no pair changes
     * @return the policy
     * @throws IllegalArgumentException if the template is none, with the reason
     */
    public static MappingNaming mapping(String template) {
        return MappingNaming.of(template);
    }
}
