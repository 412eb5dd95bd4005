package io.mirrorkit.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Names the remote topics of a flow. The engine, the failover client and the switching clients all ask the same policy,
 * so a name is decided in one place.
 *
 * <p>An implementation is a pure function: the same arguments give the same answer for ever, on every instance, without
 * I/O. It has to keep the <b>round-trip law</b>: for every source topic {@code t} that the flow replicates,
 * {@code sourceTopic(alias, remoteTopic(alias, t))} is {@code Optional.of(t)}. Two source topics that would share a
 * remote topic break the law; the engine refuses the second one. Extend {@code ReplicationPolicyContract} of this module's
 * test-jar to test an implementation.
 *
 * <p>The methods are called from several threads and must neither block nor throw for any legal topic name.
 *
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-382%3A+MirrorMaker+2.0">KIP-382</a>, whose interface
 *     of the same name this one simplifies
 */
public interface ReplicationPolicy {

    /**
     * The cluster that a topic name says it comes from, and the topic's name there.
     *
     * @param sourceAlias the alias in the name
     * @param topic the name of the topic on that cluster
     */
    record Hop(String sourceAlias, String topic) {}

    /**
     * The name on the target of the topic that holds {@code topic}'s records.
     *
     * @param sourceAlias the alias of the flow's source cluster
     * @param topic the topic's name on the source cluster
     * @return a legal topic name
     */
    String remoteTopic(String sourceAlias, String topic);

    /**
     * The inverse of {@link #remoteTopic}: which source topic's records a topic on the target holds.
     *
     * @param sourceAlias the alias of the flow's source cluster
     * @param remoteTopic a topic's name on the target cluster
     * @return the name on the source, or empty if this policy gives no source topic that name
     */
    Optional<String> sourceTopic(String sourceAlias, String remoteTopic);

    /**
     * The last cluster that a topic came through, as far as the name alone tells. Loops are found by these hops, so a
     * policy whose names show no origin (such as identity naming) answers empty, which is the default.
     *
     * @param topic any topic's name
     * @return the hop, whose topic name is shorter than {@code topic} or otherwise nearer to the origin; or empty
     */
    default Optional<Hop> hop(String topic) {
        return Optional.empty();
    }

    /**
     * All hops that a name shows, last one first.
     *
     * @param topic any topic's name
     * @return an immutable list, empty for a topic without a visible origin
     */
    default List<Hop> hops(String topic) {
        List<Hop> hops = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Optional<Hop> hop = hop(topic);
                hop.isPresent() && seen.add(hop.get().topic()); ) {
            hops.add(hop.get());
            hop = hop(hop.get().topic());
        }
        return List.copyOf(hops);
    }

    /**
     * The name of a topic on the cluster where its records were born, as far as the name alone tells.
     *
     * @param topic any topic's name
     * @return the name without its hops; {@code topic} itself when it shows none
     */
    default String originalTopic(String topic) {
        List<Hop> hops = hops(topic);
        return hops.isEmpty() ? topic : hops.get(hops.size() - 1).topic();
    }

    /**
     * What the flow's definition on the target says of this policy. Two instances of one flow have to give the same text,
     * and a change of naming has to change it.
     *
     * @return a short text such as {@code prefix(separator=.)}; by default the class name
     */
    default String description() {
        return Descriptions.ofClass(this);
    }
}
