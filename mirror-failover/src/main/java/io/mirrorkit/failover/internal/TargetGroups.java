package io.mirrorkit.failover.internal;

import io.mirrorkit.api.errors.ClusterUnavailableException;
import io.mirrorkit.api.errors.MirrorException;
import io.mirrorkit.api.errors.PlanRefusedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * Reads and writes groups' offsets on the target. Thread-safe; every method blocks until the deadline at the longest and then throws
 * {@link ClusterUnavailableException}.
 */
public final class TargetGroups {

    private static final Set<GroupState> AT_REST = Set.of(GroupState.EMPTY, GroupState.DEAD);

    /** What a broker answers to somebody outside who commits for a group that has members. */
    private static final List<Class<?>> GROUP_IS_ACTIVE = List.of(
            UnknownMemberIdException.class,
            GroupNotEmptyException.class,
            RebalanceInProgressException.class,
            IllegalGenerationException.class,
            StaleMemberEpochException.class,
            FencedInstanceIdException.class);

    private final Admin admin;

    /** Works through an admin client that somebody else closes. */
    public TargetGroups(Admin admin) {
        this.admin = admin;
    }

    /** The state of a group that has members; empty for a group at rest, and for one that is not there. */
    public Optional<GroupState> activeState(String group, Deadline deadline) {
        DescribeConsumerGroupsOptions options =
                new DescribeConsumerGroupsOptions().timeoutMs(deadline.requestTimeoutMs());
        KafkaFuture<ConsumerGroupDescription> answer = admin.describeConsumerGroups(Set.of(group), options)
                .describedGroups()
                .values()
                .iterator()
                .next();
        try {
            GroupState state =
                    inTime(answer, "a look at group " + group, deadline).groupState();
            return Optional.of(state).filter(known -> !AT_REST.contains(known));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Optional.empty();
            }
            throw KafkaErrors.mirrorException(cause(e), "a look at group " + group);
        }
    }

    /**
     * A group's committed offsets. Waits for transactions that are about to commit offsets for it, since they would overwrite ours.
     */
    public Map<TopicPartition, OffsetAndMetadata> committed(String group, Deadline deadline) {
        ListConsumerGroupOffsetsOptions options =
                new ListConsumerGroupOffsetsOptions().requireStable(true).timeoutMs(deadline.requestTimeoutMs());
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(inTime(
                    admin.listConsumerGroupOffsets(group, options).partitionsToOffsetAndMetadata(),
                    "the committed offsets of group " + group,
                    deadline));
            committed.values().removeIf(Objects::isNull);
            return committed;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw KafkaErrors.mirrorException(cause(e), "the committed offsets of group " + group);
        }
    }

    /**
     * Commits offsets without leader epochs (invariant C).
     *
     * @throws PlanRefusedException if the group has become active
     * @throws MirrorException if the cluster refuses a partition; the others may have been committed, and the message names both
     */
    public void commit(String group, Map<TopicPartition, Long> offsets, Deadline deadline) {
        Map<TopicPartition, OffsetAndMetadata> commits = offsets.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new OffsetAndMetadata(entry.getValue())));
        commitWithMetadata(group, commits, deadline);
    }

    /**
     * Commits offsets with their metadata; they must carry no leader epochs (invariant C).
     *
     * @throws PlanRefusedException if the group has become active
     * @throws MirrorException if the cluster refuses a partition; the others may have been committed, and the message names both
     */
    public void commitWithMetadata(String group, Map<TopicPartition, OffsetAndMetadata> offsets, Deadline deadline) {
        AlterConsumerGroupOffsetsOptions options =
                new AlterConsumerGroupOffsetsOptions().timeoutMs(deadline.requestTimeoutMs());
        AlterConsumerGroupOffsetsResult result = admin.alterConsumerGroupOffsets(group, offsets, options);
        Map<TopicPartition, Throwable> failed = new HashMap<>();
        for (TopicPartition partition : offsets.keySet()) {
            try {
                inTime(result.partitionResult(partition), "a commit for group " + group, deadline);
            } catch (ExecutionException e) {
                failed.put(partition, cause(e));
            }
        }
        failed.values().stream().findFirst().ifPresent(first -> {
            throw refusal(group, offsets.keySet(), failed, first);
        });
    }

    private static MirrorException refusal(
            String group, Set<TopicPartition> all, Map<TopicPartition, Throwable> failed, Throwable first) {
        if (GROUP_IS_ACTIVE.stream().anyMatch(type -> type.isInstance(first))) {
            return new PlanRefusedException(
                    "Group " + group + " became active on the target while its plan was applied.",
                    "stop its consumers there, then plan and apply again.",
                    first);
        }
        Set<TopicPartition> done =
                all.stream().filter(tp -> !failed.containsKey(tp)).collect(Collectors.toSet());
        String what = "a commit for group " + group + " in " + failed.keySet()
                + (done.isEmpty() ? "" : " (" + done + " were committed)");
        return KafkaErrors.mirrorException(first, what);
    }

    private static <T> T inTime(KafkaFuture<T> answer, String what, Deadline deadline) throws ExecutionException {
        try {
            return KafkaErrors.await(answer, what, deadline);
        } catch (NotInTime e) {
            throw new ClusterUnavailableException(
                    "The target cluster did not grant " + what + " within " + deadline + ".",
                    "look after its brokers, and for a hanging transaction of the group; then try again.",
                    e);
        }
    }

    private static Throwable cause(ExecutionException e) {
        return e.getCause() == null ? e : e.getCause();
    }
}
