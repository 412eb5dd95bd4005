package io.mirrorkit.core.internal.groups;

import io.mirrorkit.core.internal.cluster.Answers;
import io.mirrorkit.core.internal.cluster.Cluster;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** What the groups room asks of a cluster. One group's error never hides another's answer. */
final class GroupAdmin {

    private final Cluster cluster;
    private final Admin admin;
    private final Duration timeout;

    GroupAdmin(Cluster cluster, Admin admin, Duration timeout) {
        this.cluster = cluster;
        this.admin = admin;
        this.timeout = timeout;
    }

    private int timeoutMs() {
        return (int) timeout.toMillis();
    }

    /** All groups of consumers: classic and KIP-848, active, empty, and those that only commit. */
    Set<String> names() {
        ListGroupsOptions options = ListGroupsOptions.forConsumerGroups().timeoutMs(timeoutMs());
        return Answers.of("list its groups", cluster, admin.listGroups(options).all(), timeout).stream()
                .map(GroupListing::groupId)
                .collect(Collectors.toSet());
    }

    /** The committed offsets of groups. */
    Answers.Partial<String, Map<TopicPartition, OffsetAndMetadata>> offsets(Collection<String> groups) {
        if (groups.isEmpty()) {
            return new Answers.Partial<>(Map.of(), Map.of());
        }
        Map<String, ListConsumerGroupOffsetsSpec> specs = new HashMap<>();
        groups.forEach(group -> specs.put(group, new ListConsumerGroupOffsetsSpec()));
        ListConsumerGroupOffsetsResult result =
                admin.listConsumerGroupOffsets(specs, new ListConsumerGroupOffsetsOptions().timeoutMs(timeoutMs()));
        Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> futures = new HashMap<>();
        groups.forEach(group -> futures.put(group, result.partitionsToOffsetAndMetadata(group)));
        return Answers.each(futures, timeout);
    }

    /** The states of groups; a group that does not exist is empty. */
    Answers.Partial<String, GroupState> states(Collection<String> groups) {
        if (groups.isEmpty()) {
            return new Answers.Partial<>(Map.of(), Map.of());
        }
        Answers.Partial<String, ConsumerGroupDescription> answers = Answers.each(
                admin.describeConsumerGroups(
                                List.copyOf(groups), new DescribeConsumerGroupsOptions().timeoutMs(timeoutMs()))
                        .describedGroups(),
                timeout);
        Map<String, GroupState> states = new HashMap<>();
        Map<String, Throwable> errors = new HashMap<>();
        answers.values().forEach((group, description) -> states.put(group, description.groupState()));
        answers.errors().forEach((group, cause) -> {
            if (cause instanceof GroupIdNotFoundException) {
                states.put(group, GroupState.EMPTY);
            } else {
                errors.put(group, cause);
            }
        });
        return new Answers.Partial<>(states, errors);
    }

    /** Commits offsets to a group; answers why it could not. No leader epoch crosses clusters (invariant C). */
    Optional<Throwable> commit(String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        Answers.Partial<String, Void> answer = Answers.each(
                Map.of(
                        group,
                        admin.alterConsumerGroupOffsets(
                                        group, offsets, new AlterConsumerGroupOffsetsOptions().timeoutMs(timeoutMs()))
                                .all()),
                timeout);
        return Optional.ofNullable(answer.errors().get(group));
    }
}
