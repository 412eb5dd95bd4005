package io.mirrorkit.core.internal.groups;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.FlowConfig;
import io.mirrorkit.api.MirrorEvent;
import io.mirrorkit.api.Translation;
import io.mirrorkit.api.ledger.Checkpoint;
import io.mirrorkit.api.ledger.GroupStatus;
import io.mirrorkit.api.ledger.GroupStatus.GroupPosition;
import io.mirrorkit.api.ledger.LogBounds;
import io.mirrorkit.core.internal.cluster.Answers;
import io.mirrorkit.core.internal.cluster.Cluster;
import io.mirrorkit.core.internal.cluster.Offsets;
import io.mirrorkit.core.internal.groups.Translator.Translated;
import io.mirrorkit.core.internal.lane.MirroredPartition;
import io.mirrorkit.core.internal.topics.TopicAdmin;
import io.mirrorkit.core.internal.topics.TopicShape;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows the groups of the source: reads their offsets, translates them, writes checkpoints, and commits them on the target where
 * invariant H allows. Belongs to the groups thread.
 */
public final class GroupWatch {

    /** Where the findings go; all calls come from the groups thread. */
    public interface Sink {
        /** A checkpoint that differs from the one written last. */
        void checkpoint(Checkpoint checkpoint);

        /** A group's status that differs from the one written last. */
        void status(String group, GroupStatus status);

        /** All groups were looked at. */
        void observed(long atMs);

        /** Whether something written since the last call did not arrive; what stands still has to be written again then. */
        boolean lostSome();

        /** Something to tell the listener. */
        void event(MirrorEvent event);
    }

    private final Flow flow;
    private final GroupAdmin source;
    private final GroupSync sync;
    private final TopicAdmin sourceTopics;
    private final Admin targetAdmin;
    private final Translator translator;
    private final Supplier<Map<TopicPartition, MirroredPartition>> partitions;
    private final Sink sink;
    private final Clock clock;
    private final Duration timeout;

    private Set<String> groups = Set.of();
    private final Map<String, GroupStatus> statuses = new HashMap<>();
    private final Map<String, Map<TopicPartition, Checkpoint>> checkpoints = new HashMap<>();
    private final Map<String, Rates> rates = new HashMap<>();
    private final Set<String> unwritten = new HashSet<>();

    /**
     * A watch that has seen nothing.
     *
     * @param partitions what is replicated, by source partition
     */
    public GroupWatch(
            Flow flow,
            Cluster sourceCluster,
            Admin sourceAdmin,
            Cluster targetCluster,
            Admin targetAdmin,
            Supplier<Map<TopicPartition, MirroredPartition>> partitions,
            Sink sink,
            Clock clock) {
        this.flow = flow;
        this.timeout = flow.config().duration(FlowConfig.ADMIN_TIMEOUT);
        this.source = new GroupAdmin(sourceCluster, sourceAdmin, timeout);
        this.sync = new GroupSync(new GroupAdmin(targetCluster, targetAdmin, timeout));
        this.sourceTopics = new TopicAdmin(sourceCluster, sourceAdmin, timeout);
        this.targetAdmin = targetAdmin;
        this.translator = new Translator(flow);
        this.partitions = partitions;
        this.sink = sink;
        this.clock = clock;
    }

    /** Takes over what an earlier instance wrote, so that its commits on the target are known as this flow's own. */
    public void restore(Map<String, GroupStatus> earlier) {
        earlier.forEach((group, status) -> {
            statuses.put(group, status);
            status.positions().forEach(position -> {
                if (position.synced() >= 0) {
                    sync.wrote(group, new TopicPartition(position.topic(), position.partition()), position.synced());
                }
            });
        });
    }

    /** Looks for groups that the flow takes. */
    public void discover() {
        Set<String> found = new HashSet<>(source.names());
        found.removeIf(group -> !flow.groups().accepts(group));
        groups = Set.copyOf(found);
    }

    /** The groups that the flow takes, with what is known of them. */
    public Map<String, GroupStatus> statuses() {
        return Map.copyOf(statuses);
    }

    /** Looks at all groups once. */
    public void look() {
        long now = clock.millis();
        if (sink.lostSome()) {
            checkpoints.clear();
            unwritten.addAll(statuses.keySet());
        }
        Map<TopicPartition, MirroredPartition> replicated = partitions.get();
        Answers.Partial<String, Map<TopicPartition, OffsetAndMetadata>> offsets = source.offsets(groups);
        Set<String> again = createdAgain(moved(offsets.values(), replicated), replicated);
        Map<TopicPartition, LogBounds> bounds = bounds(offsets.values(), replicated);
        Map<String, Map<TopicPartition, Translated>> translated = new HashMap<>();
        offsets.values().forEach((group, committed) -> {
            Map<TopicPartition, Translated> of = new HashMap<>(translator.translate(committed, replicated, bounds));
            of.replaceAll((partition, one) -> again.contains(partition.topic()) ? asBefore(group, one) : one);
            if (!of.isEmpty()) {
                translated.put(group, of);
                of.values().forEach(one -> checkpoint(group, one));
            }
        });
        Map<String, String> notes =
                flow.config().enabled(FlowConfig.GROUP_SYNC_ENABLED) ? sync.follow(translated) : Map.of();
        translated.forEach((group, of) -> report(group, of, notes.getOrDefault(group, ""), now));
        if (offsets.errors().isEmpty()) {
            sink.observed(now);
        }
    }

    /** The topics in which a group stands elsewhere than when it was seen last. */
    private Set<String> moved(
            Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets,
            Map<TopicPartition, MirroredPartition> replicated) {
        Set<String> topics = new HashSet<>();
        offsets.forEach((group, of) -> {
            Map<TopicPartition, Long> before = before(group);
            of.forEach((partition, offset) -> {
                if (offset != null
                        && replicated.containsKey(partition)
                        && !Long.valueOf(offset.offset()).equals(before.get(partition))) {
                    topics.add(partition.topic());
                }
            });
        });
        return topics;
    }

    /** Where a group stood when it was seen last. */
    private Map<TopicPartition, Long> before(String group) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        GroupStatus status = statuses.get(group);
        if (status != null) {
            status.positions()
                    .forEach(position -> offsets.put(
                            new TopicPartition(position.topic(), position.partition()), position.sourceOffset()));
        }
        return offsets;
    }

    /**
     * The topics whose ledgers speak of a former topic of that name (invariant C). Asked after the offsets were: if the topic is still the
     * one of the ledger, so were the offsets.
     */
    private Set<String> createdAgain(Set<String> topics, Map<TopicPartition, MirroredPartition> replicated) {
        Map<String, TopicShape> now = sourceTopics.shapes(topics);
        Set<String> again = new HashSet<>();
        replicated.forEach((partition, mirrored) -> {
            TopicShape shape = now.get(partition.topic());
            if (shape != null && !shape.id().equals(mirrored.generation().sourceTopicId())) {
                again.add(partition.topic());
            }
        });
        return again;
    }

    /** What the group's offset was in the former topic. */
    private Translated asBefore(String group, Translated one) {
        return new Translated(
                one.source(),
                one.remote(),
                before(group).getOrDefault(one.source(), -1L),
                one.metadata(),
                new Translation.Unavailable("the topic was deleted and created again on \"" + flow.source() + "\""));
    }

    private Map<TopicPartition, LogBounds> bounds(
            Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets,
            Map<TopicPartition, MirroredPartition> replicated) {
        Set<TopicPartition> remotes = new HashSet<>();
        offsets.values().forEach(of -> of.keySet().forEach(partition -> {
            MirroredPartition found = replicated.get(partition);
            if (found != null) {
                remotes.add(found.remote());
            }
        }));
        return Offsets.bounds(targetAdmin, remotes, timeout).values();
    }

    private void checkpoint(String group, Translated one) {
        OptionalLong offset = one.translation().target();
        if (offset.isEmpty() || one.remote().isEmpty()) {
            return;
        }
        TopicPartition remote = one.remote().get();
        Checkpoint checkpoint = new Checkpoint(
                group, remote.topic(), remote.partition(), one.sourceOffset(), offset.getAsLong(), one.metadata());
        Map<TopicPartition, Checkpoint> before = checkpoints.computeIfAbsent(group, g -> new HashMap<>());
        if (!checkpoint.equals(before.put(one.source(), checkpoint))) {
            sink.checkpoint(checkpoint);
        }
    }

    private void report(String group, Map<TopicPartition, Translated> translated, String note, long now) {
        Rates groupRates = rates.computeIfAbsent(group, g -> new Rates());
        List<GroupPosition> positions = new ArrayList<>();
        translated.values().stream()
                .sorted((a, b) -> a.source().toString().compareTo(b.source().toString()))
                .forEach(one -> positions.add(new GroupPosition(
                        one.source().topic(),
                        one.source().partition(),
                        one.sourceOffset(),
                        groupRates.perSecond(one.source(), one.sourceOffset(), now),
                        sync.written(group, one.source()).orElse(-1),
                        one.problem())));
        GroupStatus before = statuses.get(group);
        boolean changed = before == null
                || !before.note().equals(note)
                || !before.positions().equals(positions);
        if (unwritten.remove(group) || changed) {
            GroupStatus status = new GroupStatus(now, note, positions);
            statuses.put(group, status);
            sink.status(group, status);
            if (!note.isEmpty() && (before == null || !before.note().equals(note))) {
                sink.event(new MirrorEvent.GroupSkipped(flow.name(), group, note));
            }
        }
    }
}
