package io.mirrorkit.failover.internal;

import io.mirrorkit.api.ledger.LogBounds;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the target cluster what it holds. Blocks until the deadline at the longest; thread-safe. */
public final class Target {

    private final Admin admin;

    /** Asks through an admin client that somebody else closes. */
    public Target(Admin admin) {
        this.admin = admin;
    }

    /**
     * The cluster's id.
     *
     * @throws NotInTime if there was no answer
     */
    public String clusterId(Deadline deadline) {
        DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs(deadline.requestTimeoutMs());
        return KafkaErrors.awaitOrThrow(
                admin.describeCluster(options).clusterId(), "a look at the cluster's id", deadline);
    }

    /**
     * The names of all topics that the user may see.
     *
     * @throws NotInTime if there was no answer
     */
    public Set<String> topicNames(Deadline deadline) {
        ListTopicsOptions options = new ListTopicsOptions().listInternal(true).timeoutMs(deadline.requestTimeoutMs());
        return KafkaErrors.awaitOrThrow(admin.listTopics(options).names(), "a list of topics", deadline);
    }

    /** What the cluster says of topics: one answer per name, whatever happens. */
    public Map<String, TargetTopic> topics(Collection<String> names, Deadline deadline) {
        DescribeTopicsOptions options = new DescribeTopicsOptions().timeoutMs(deadline.requestTimeoutMs());
        return admin.describeTopics(Set.copyOf(names), options).topicNameValues().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> topic(entry.getValue(), deadline)));
    }

    private static TargetTopic topic(KafkaFuture<TopicDescription> answer, Deadline deadline) {
        try {
            TopicDescription topic = KafkaErrors.await(answer, "a look at a topic", deadline);
            return new TargetTopic.Present(topic.topicId(), topic.partitions().size());
        } catch (NotInTime e) {
            return new TargetTopic.Unanswered();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof UnknownTopicOrPartitionException || cause instanceof InvalidTopicException) {
                return new TargetTopic.Absent();
            }
            if (cause instanceof TopicAuthorizationException) {
                return new TargetTopic.Denied(String.valueOf(cause.getMessage()));
            }
            throw KafkaErrors.mirrorException(cause == null ? e : cause, "a look at its topics");
        }
    }

    /** What partitions hold, from the log start to the high watermark; partitions that did not answer in time are left out. */
    public Map<TopicPartition, LogBounds> bounds(Collection<TopicPartition> partitions, Deadline deadline) {
        ListOffsetsResult starts = listOffsets(partitions, OffsetSpec.earliest(), deadline);
        ListOffsetsResult ends = listOffsets(partitions, OffsetSpec.latest(), deadline);
        Map<TopicPartition, LogBounds> bounds = new HashMap<>();
        for (TopicPartition partition : partitions) {
            offset(starts, partition, deadline).ifPresent(start -> offset(ends, partition, deadline)
                    .ifPresent(end -> bounds.put(partition, new LogBounds(start, Math.max(start, end)))));
        }
        return bounds;
    }

    private ListOffsetsResult listOffsets(Collection<TopicPartition> partitions, OffsetSpec spec, Deadline deadline) {
        Map<TopicPartition, OffsetSpec> specs =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> spec));
        return admin.listOffsets(specs, new ListOffsetsOptions().timeoutMs(deadline.requestTimeoutMs()));
    }

    /** A partition that vanished or is refused meanwhile counts as one that did not answer. */
    private static Optional<Long> offset(ListOffsetsResult result, TopicPartition partition, Deadline deadline) {
        try {
            return Optional.of(KafkaErrors.await(result.partitionResult(partition), "a look at " + partition, deadline)
                    .offset());
        } catch (NotInTime | ExecutionException e) {
            return Optional.empty();
        }
    }

    /** Those of the topics that were surely not compacted lately: a topic that does not answer is left out. */
    public Set<String> uncompacted(Collection<String> topics, Deadline deadline) {
        DescribeConfigsOptions options = new DescribeConfigsOptions().timeoutMs(deadline.requestTimeoutMs());
        Set<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .collect(Collectors.toSet());
        Set<String> uncompacted = new HashSet<>();
        admin.describeConfigs(resources, options).values().forEach((resource, answer) -> {
            if (isUncompacted(answer, deadline)) {
                uncompacted.add(resource.name());
            }
        });
        return uncompacted;
    }

    private static boolean isUncompacted(KafkaFuture<Config> answer, Deadline deadline) {
        try {
            ConfigEntry policy = KafkaErrors.await(answer, "a look at a topic's settings", deadline)
                    .get(TopicConfig.CLEANUP_POLICY_CONFIG);
            return policy != null
                    && policy.value() != null
                    && !policy.value().contains(TopicConfig.CLEANUP_POLICY_COMPACT);
        } catch (NotInTime | ExecutionException e) {
            return false;
        }
    }
}
