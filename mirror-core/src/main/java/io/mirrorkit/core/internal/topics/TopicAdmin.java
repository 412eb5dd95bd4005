package io.mirrorkit.core.internal.topics;

import io.mirrorkit.core.internal.cluster.Answers;
import io.mirrorkit.core.internal.cluster.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What the topics room asks of a cluster. */
public final class TopicAdmin {

    private final Cluster cluster;
    private final Admin admin;
    private final Duration timeout;

    /** Requests through an admin client that the caller closes. */
    public TopicAdmin(Cluster cluster, Admin admin, Duration timeout) {
        this.cluster = cluster;
        this.admin = admin;
        this.timeout = timeout;
    }

    private int timeoutMs() {
        return (int) timeout.toMillis();
    }

    /** The names of all topics that are not the brokers' own. */
    public Set<String> names() {
        return Answers.of(
                "list its topics",
                cluster,
                admin.listTopics(new ListTopicsOptions().timeoutMs(timeoutMs())).names(),
                timeout);
    }

    /** The topics among {@code names} that exist and may be described. */
    public Map<String, TopicShape> shapes(Collection<String> names) {
        if (names.isEmpty()) {
            return Map.of();
        }
        Answers.Partial<String, TopicDescription> answers = Answers.each(
                admin.describeTopics(names, new DescribeTopicsOptions().timeoutMs(timeoutMs()))
                        .topicNameValues(),
                timeout);
        answers.errors().forEach((name, cause) -> {
            if (!(cause instanceof UnknownTopicOrPartitionException || cause instanceof AuthorizationException)) {
                throw Answers.error("describe topic \"" + name + "\"", cluster, cause);
            }
        });
        Map<String, TopicShape> shapes = new HashMap<>();
        answers.values().forEach((name, description) -> shapes.put(name, shape(description)));
        return shapes;
    }

    private static TopicShape shape(TopicDescription description) {
        boolean whole = description.partitions().stream()
                .allMatch(partition ->
                        partition.leader() != null && !partition.leader().isEmpty());
        return new TopicShape(
                description.name(),
                description.topicId(),
                description.partitions().size(),
                whole);
    }

    /** The configs of topics. */
    public Map<String, Config> configs(Collection<String> names) {
        if (names.isEmpty()) {
            return Map.of();
        }
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<ConfigResource, KafkaFuture<Config>> futures = admin.describeConfigs(
                        resources, new DescribeConfigsOptions().timeoutMs(timeoutMs()))
                .values();
        Map<String, Config> configs = new HashMap<>();
        Answers.each(futures, timeout).values().forEach((resource, config) -> configs.put(resource.name(), config));
        return configs;
    }

    /** The value of a config that was set on the topic itself. */
    public static Optional<String> explicit(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry != null && entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG
                ? Optional.ofNullable(entry.value())
                : Optional.empty();
    }

    /** Creates topics; answers the errors of those that could not be created. */
    public Map<String, Throwable> create(Collection<NewTopic> topics) {
        Map<String, Throwable> errors = new HashMap<>();
        List<NewTopic> all = new ArrayList<>(topics);
        for (int from = 0; from < all.size(); from += 100) {
            List<NewTopic> some = all.subList(from, Math.min(all.size(), from + 100));
            errors.putAll(Answers.each(
                            admin.createTopics(some, new CreateTopicsOptions().timeoutMs(timeoutMs()))
                                    .values(),
                            timeout)
                    .errors());
        }
        return errors;
    }

    /** Grows a topic. */
    public void grow(String topic, int partitions) {
        Answers.of(
                "add partitions to \"" + topic + "\"",
                cluster,
                admin.createPartitions(
                                Map.of(topic, NewPartitions.increaseTo(partitions)),
                                new CreatePartitionsOptions().timeoutMs(timeoutMs()))
                        .all(),
                timeout);
    }
}
