package io.mirrorkit.failover;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.ledger.GroupStatus;
import io.mirrorkit.failover.internal.CheckpointEvidence;
import io.mirrorkit.failover.internal.StatusEvidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** Who stands where on the source, by the status topic where there is one, by checkpoints where there is not. Pure. */
final class GroupOffsets {

    private final Flow flow;
    private final Optional<StatusEvidence> status;
    private final Optional<CheckpointEvidence> checkpoints;

    GroupOffsets(Flow flow, Evidence evidence) {
        this.flow = flow;
        this.status = evidence.status();
        this.checkpoints = evidence.checkpoints();
    }

    /** All groups that are known, even if their offsets can't be decoded. */
    Set<String> groups() {
        Set<String> groups = new TreeSet<>();
        status.ifPresent(known -> groups.addAll(known.groups().keySet()));
        status.ifPresent(known -> groups.addAll(known.unreadableGroups().keySet()));
        if (status.isEmpty()) {
            checkpoints.ifPresent(known -> groups.addAll(known.groups().keySet()));
        }
        return groups;
    }

    /** A group's offsets. */
    List<GroupOffset> of(String group) {
        return status.map(known -> ofStatus(known, group))
                .or(() -> checkpoints.map(known -> ofCheckpoints(known, group)))
                .orElse(List.of());
    }

    private List<GroupOffset> ofStatus(StatusEvidence known, String group) {
        GroupStatus seen = known.groups().get(group);
        return seen == null ? List.of() : ofStatus(seen, seenAt(known, seen));
    }

    private List<GroupOffset> ofStatus(GroupStatus seen, Instant at) {
        return seen.positions().stream()
                .map(position -> GroupOffset.of(
                        position, remote(new TopicPartition(position.topic(), position.partition())), at))
                .toList();
    }

    /** A status is written when it changes, and holds until the source was asked last. */
    private static Instant seenAt(StatusEvidence known, GroupStatus seen) {
        Instant changed = Instant.ofEpochMilli(seen.changedMs());
        return known.groupsObserved()
                .filter(observed -> observed.isAfter(changed))
                .orElse(changed);
    }

    private List<GroupOffset> ofCheckpoints(CheckpointEvidence known, String group) {
        List<GroupOffset> offsets = new ArrayList<>();
        Map<TopicPartition, CheckpointEvidence.Seen> seen = known.groups().getOrDefault(group, Map.of());
        seen.forEach((remote, checkpoint) -> offsets.add(GroupOffset.of(checkpoint, source(remote), remote)));
        return offsets;
    }

    /** The remote partition of a source partition: by the engine's word, or else by the flow's policy. */
    TopicPartition remote(TopicPartition source) {
        String topic = status.flatMap(known -> known.of(source))
                .map(seen -> seen.status().remoteTopic())
                .filter(name -> !name.isEmpty())
                .orElseGet(() -> flow.policy().remoteTopic(flow.source(), source.topic()));
        return new TopicPartition(topic, source.partition());
    }

    /** The source partition of a remote one; a name that the policy gives no source topic stands for itself. */
    private TopicPartition source(TopicPartition remote) {
        String topic = flow.policy().sourceTopic(flow.source(), remote.topic()).orElse(remote.topic());
        return new TopicPartition(topic, remote.partition());
    }
}
