package io.mirrorkit.core.internal.topics;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.ledger.Generation;
import io.mirrorkit.core.internal.topics.TopicDecision.Copy;
import io.mirrorkit.core.internal.topics.TopicDecision.Create;
import io.mirrorkit.core.internal.topics.TopicDecision.Grow;
import io.mirrorkit.core.internal.topics.TopicDecision.Refuse;
import io.mirrorkit.core.internal.topics.TopicDecision.Stop;
import io.mirrorkit.core.internal.topics.TopicDecision.Wait;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Decides what to do about each source topic, from what both clusters show and the ledger knows. Pure. */
public final class TopicPlanner {

    private final Flow flow;
    private final String sourceClusterId;
    private final String targetClusterId;

    /** A planner for one flow between two clusters. */
    public TopicPlanner(Flow flow, String sourceClusterId, String targetClusterId) {
        this.flow = flow;
        this.sourceClusterId = sourceClusterId;
        this.targetClusterId = targetClusterId;
    }

    /**
     * Decides.
     *
     * @param sources the source topics that the flow takes
     * @param remotes what the target shows of their remote topics, by name
     * @param generations the generations that the ledger has for a source topic
     * @param replicated the source topics that are being copied, which keep their remote topic if another topic wants it
     */
    public List<TopicDecision> decide(
            Collection<TopicShape> sources,
            Map<String, TopicShape> remotes,
            Function<String, Set<Generation>> generations,
            Set<String> replicated) {
        Map<String, String> owners = owners(sources, replicated);
        List<TopicDecision> decisions = new ArrayList<>();
        for (TopicShape source : sources) {
            String remote = remoteTopic(source.name());
            decisions.add(refusal(source.name(), remote, owners)
                    .orElseGet(() -> decide(
                            source,
                            remote,
                            Optional.ofNullable(remotes.get(remote)),
                            generations.apply(source.name()))));
        }
        return decisions;
    }

    /** The remote topic's name. */
    public String remoteTopic(String topic) {
        return flow.policy().remoteTopic(flow.source(), topic);
    }

    private Map<String, String> owners(Collection<TopicShape> sources, Set<String> replicated) {
        Map<String, String> owners = new HashMap<>();
        replicated.forEach(topic -> owners.put(remoteTopic(topic), topic));
        sources.stream().map(TopicShape::name).sorted().forEach(topic -> owners.putIfAbsent(remoteTopic(topic), topic));
        return owners;
    }

    private Optional<TopicDecision> refusal(String topic, String remote, Map<String, String> owners) {
        String owner = owners.getOrDefault(remote, topic);
        if (!owner.equals(topic)) {
            return Optional.of(new Refuse(
                    topic,
                    "its remote topic \"" + remote + "\" holds the records of \"" + owner
                            + "\" already; give the two different names in the naming policy, or leave one out"));
        }
        Optional<String> back = flow.policy().sourceTopic(flow.source(), remote);
        if (back.isEmpty() || !back.get().equals(topic)) {
            return Optional.of(new Refuse(
                    topic,
                    "the naming policy turns it into \"" + remote + "\" but turns that back into "
                            + back.map(name -> "\"" + name + "\"").orElse("no topic")
                            + "; correct the policy (extend ReplicationPolicyContract to test it)"));
        }
        return Optional.empty();
    }

    private TopicDecision decide(
            TopicShape source, String remoteName, Optional<TopicShape> remote, Set<Generation> known) {
        Optional<TopicDecision> stop = anotherIncarnation(source, remoteName, remote, known);
        if (stop.isPresent()) {
            return stop.get();
        }
        if (remote.isEmpty()) {
            return new Create(source, remoteName);
        }
        TopicShape target = remote.get();
        if (target.partitions() < source.partitions()) {
            return new Grow(source, target);
        }
        return target.whole() ? new Copy(source, target) : new Wait(source, remoteName);
    }

    /** The generation of a pair of topics. */
    public Generation generation(TopicShape source, TopicShape remote) {
        return new Generation(sourceClusterId, source.id(), targetClusterId, remote.id(), 0);
    }

    private Optional<TopicDecision> anotherIncarnation(
            TopicShape source, String remoteName, Optional<TopicShape> remote, Set<Generation> known) {
        if (known.isEmpty() || (remote.isPresent() && known.contains(generation(source, remote.get())))) {
            return Optional.empty();
        }
        boolean sourceKnown =
                known.stream().anyMatch(generation -> generation.sourceTopicId().equals(source.id()));
        boolean remoteKnown = remote.isPresent()
                && known.stream()
                        .anyMatch(generation ->
                                generation.targetTopicId().equals(remote.get().id()));
        if (remoteKnown) {
            return Optional.of(new Stop(
                    source,
                    "it was deleted and created again on \"" + flow.source()
                            + "\"; the records of the former topic are in \""
                            + remoteName + "\" on \"" + flow.target()
                            + "\". Delete that topic to have the new one copied from its first record, or keep it under "
                            + "another name policy or flow name"));
        }
        if (sourceKnown) {
            return Optional.of(new Stop(
                    source,
                    "its remote topic \"" + remoteName + "\" was deleted"
                            + (remote.isPresent() ? " and created again" : "")
                            + " on \"" + flow.target() + "\" after records had been copied to it. "
                            + "Start a flow under another name to copy them again"));
        }
        return Optional.empty();
    }
}
