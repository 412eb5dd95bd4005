package io.mirrorkit.core.internal.topics;

import static io.mirrorkit.api.ledger.InternalTopics.HEARTBEATS;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.FlowConfig;
import io.mirrorkit.api.errors.MirrorException;
import io.mirrorkit.api.ledger.Generation;
import io.mirrorkit.core.internal.cluster.Answers;
import io.mirrorkit.core.internal.lane.MirroredPartition.TopicLimits;
import io.mirrorkit.policy.InternalTopics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.errors.InvalidPartitionsException;

/**
 * Finds topics on the source and makes their remote topics ready, one scan at a time. Belongs to the control thread.
 *
 * <p>Whatever would stop a topic is acted upon when two scans in a row see it, since a broker that lags behind may show a topic
 * late.
 */
public final class TopicScout {

    /** Hears what a scan found; called on the control thread. */
    public interface Findings {
        /** Both topics are there and whole; partitions that are not copied yet may begin. */
        void ready(Pair pair);

        /** A topic is not replicated; called again only for a new reason. */
        void refused(String topic, String reason);

        /** A topic was replicated, by this engine or an earlier one, and must not be any longer; as it is on the source, or was seen last. */
        void stopped(TopicShape source, String reason);
    }

    /**
     * A source topic and its remote topic.
     *
     * @param source the source topic
     * @param remote the remote topic
     * @param generation which incarnation of both this is
     * @param limits what the remote topic's configs say
     * @param compacted whether the remote topic's log may have holes
     * @param created whether this engine created the remote topic just now
     */
    public record Pair(
            TopicShape source,
            TopicShape remote,
            Generation generation,
            TopicLimits limits,
            boolean compacted,
            boolean created) {}

    private final Flow flow;
    private final TopicAdmin source;
    private final TopicAdmin target;
    private final TopicPlanner planner;
    private final RemoteTopics remotes;
    private final Function<String, Set<Generation>> generations;
    private final Findings findings;

    private final Map<String, TopicShape> replicated = new HashMap<>();
    private final Map<String, String> refusals = new HashMap<>();
    private final Map<String, String> suspicions = new HashMap<>();
    private final Map<String, RemoteTopics.RemoteConfig> configs = new HashMap<>();
    private final Set<String> created = new HashSet<>();

    /**
     * A scout that has seen nothing.
     *
     * @param generations the generations that the ledger has for a source topic
     */
    public TopicScout(
            Flow flow,
            TopicAdmin source,
            TopicAdmin target,
            TopicPlanner planner,
            Function<String, Set<Generation>> generations,
            Findings findings) {
        this.flow = flow;
        this.source = source;
        this.target = target;
        this.planner = planner;
        this.generations = generations;
        this.findings = findings;
        this.remotes = new RemoteTopics(
                source, target, flow.topicConfigs(), (short) flow.config().number(FlowConfig.REPLICATION_FACTOR));
    }

    /** Whether the flow takes a topic, going by its name. */
    public static boolean takes(Flow flow, String topic) {
        boolean chosen = flow.topics().accepts(topic) || isHeartbeats(flow, topic);
        return chosen
                && !InternalTopics.isInternal(topic)
                && !flow.cycleDetector().isCycle(flow.source(), flow.target(), topic, flow.policy());
    }

    private static boolean isHeartbeats(Flow flow, String topic) {
        return flow.config().enabled(FlowConfig.HEARTBEATS_ENABLED)
                && flow.policy().originalTopic(topic).equals(HEARTBEATS);
    }

    /**
     * Looks at both clusters and acts.
     *
     * @return whether something is under way that deserves another look soon
     */
    public boolean scan() {
        List<String> names = source.names().stream()
                .filter(topic -> takes(flow, topic))
                .sorted()
                .toList();
        Map<String, TopicShape> sources = source.shapes(names);
        reportGone(sources.keySet());
        List<TopicDecision> decisions = decide(sources.values());
        boolean anyCreated = create(decisions);
        boolean anyGrown = grow(decisions);
        List<TopicDecision> after = anyCreated || anyGrown ? decide(sources.values()) : decisions;
        return act(after);
    }

    private List<TopicDecision> decide(Collection<TopicShape> sources) {
        List<String> wanted = sources.stream()
                .map(topic -> planner.remoteTopic(topic.name()))
                .distinct()
                .toList();
        return planner.decide(sources, target.shapes(wanted), generations, replicated.keySet());
    }

    private boolean create(List<TopicDecision> decisions) {
        List<TopicDecision.Create> missing = new ArrayList<>();
        decisions.forEach(decision -> {
            if (decision instanceof TopicDecision.Create create) {
                missing.add(create);
            }
        });
        Map<String, Throwable> errors = remotes.create(missing);
        missing.stream()
                .map(create -> create.source().name())
                .filter(topic -> !errors.containsKey(topic))
                .forEach(created::add);
        errors.forEach(
                (topic, cause) -> refuse(
                        topic,
                        "its remote topic \"" + planner.remoteTopic(topic) + "\" could not be created: "
                                + Answers.describe(cause)
                                + "; create it by hand with as many partitions, grant CREATE there and DESCRIBE_CONFIGS on the source, or leave the config out of topicConfigs"));
        return missing.size() > errors.size();
    }

    private boolean grow(List<TopicDecision> decisions) {
        boolean any = false;
        for (TopicDecision decision : decisions) {
            if (decision instanceof TopicDecision.Grow grow) {
                any |= grow(grow);
            }
        }
        return any;
    }

    /** A topic that can't grow is told of, and holds up no other one. */
    private boolean grow(TopicDecision.Grow grow) {
        try {
            target.grow(grow.remote().name(), grow.source().partitions());
            return true;
        } catch (MirrorException e) {
            if (!(e.getCause() instanceof InvalidPartitionsException)) {
                refuse(
                        grow.source().name(),
                        "its remote topic \"" + grow.remote().name() + "\" can't be given "
                                + grow.source().partitions() + " partitions: " + e.getMessage()
                                + " Add them by hand, or grant ALTER on it");
            }
            return false;
        }
    }

    private boolean act(List<TopicDecision> decisions) {
        List<TopicDecision.Copy> ready = new ArrayList<>();
        boolean again = false;
        for (TopicDecision decision : decisions) {
            again |= decision.<Boolean>fold(
                    create -> isUnderWay(create.source()),
                    grow -> isUnderWay(grow.source()),
                    wait -> true,
                    copy -> !ready.add(copy),
                    this::refused,
                    this::suspect);
        }
        readConfigs(ready);
        ready.forEach(this::ready);
        return again;
    }

    /** What was refused is tried again at the next regular scan. */
    private boolean isUnderWay(TopicShape topic) {
        return !refusals.containsKey(topic.name());
    }

    private void readConfigs(List<TopicDecision.Copy> ready) {
        List<String> unknown = ready.stream()
                .map(copy -> copy.remote().name())
                .filter(remote -> !configs.containsKey(remote))
                .toList();
        configs.putAll(remotes.configs(unknown));
    }

    private void ready(TopicDecision.Copy copy) {
        String topic = copy.source().name();
        suspicions.remove(topic);
        refusals.remove(topic);
        RemoteTopics.RemoteConfig config =
                configs.getOrDefault(copy.remote().name(), RemoteTopics.RemoteConfig.UNKNOWN);
        replicated.put(topic, copy.source());
        findings.ready(new Pair(
                copy.source(),
                copy.remote(),
                planner.generation(copy.source(), copy.remote()),
                config.limits(),
                config.compacted(),
                created.remove(topic)));
    }

    /** The configs of a remote topic are to be read again at the next scan, since it refused something. */
    public void forgetConfigs(String remoteTopic) {
        configs.remove(remoteTopic);
    }

    private boolean refused(TopicDecision.Refuse refusal) {
        refuse(refusal.topic(), refusal.reason());
        return false;
    }

    private void refuse(String topic, String reason) {
        if (!reason.equals(refusals.put(topic, reason))) {
            findings.refused(topic, reason);
        }
    }

    private boolean suspect(TopicDecision.Stop stop) {
        return suspect(stop.source(), stop.reason());
    }

    private boolean suspect(TopicShape shape, String reason) {
        String topic = shape.name();
        boolean secondTime = reason.equals(suspicions.put(topic, reason));
        if (secondTime && !reason.equals(refusals.put(topic, reason))) {
            replicated.remove(topic);
            findings.stopped(shape, reason);
        }
        return !secondTime;
    }

    private void reportGone(Set<String> present) {
        for (TopicShape former : List.copyOf(replicated.values())) {
            if (!present.contains(former.name())) {
                suspect(
                        former,
                        "it is no longer on \"" + flow.source()
                                + "\" (deleted, or no longer visible to this principal); its remote topic is kept");
            }
        }
    }

    /** The source topics that are being copied, with their latest shapes. */
    public Map<String, TopicShape> replicated() {
        return Map.copyOf(replicated);
    }

    /** Why topics that the flow takes are not replicated. */
    public Map<String, String> refusals() {
        return Map.copyOf(refusals);
    }

    /** Takes a topic that the partition starter refused out of what is replicated. */
    public void refuseFromNowOn(String topic, String reason) {
        replicated.remove(topic);
        refuse(topic, reason);
    }

    /** The last known shape of a replicated topic. */
    public Optional<TopicShape> shape(String topic) {
        return Optional.ofNullable(replicated.get(topic));
    }
}
