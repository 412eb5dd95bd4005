package io.mirrorkit.core.internal.topics;

import io.mirrorkit.api.ConfigFilter;
import io.mirrorkit.core.internal.lane.MirroredPartition.TopicLimits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes remote topics as their sources are, and reads what their configs say of how records travel. */
final class RemoteTopics {

    private static final Set<String> CODECS = Set.of("gzip", "snappy", "lz4", "zstd");

    private final TopicAdmin source;
    private final TopicAdmin target;
    private final ConfigFilter filter;
    private final short replicationFactor;

    RemoteTopics(TopicAdmin source, TopicAdmin target, ConfigFilter filter, short replicationFactor) {
        this.source = source;
        this.target = target;
        this.filter = filter;
        this.replicationFactor = replicationFactor;
    }

    /** Creates remote topics; answers why some could not be, by source topic. */
    Map<String, Throwable> create(Collection<TopicDecision.Create> decisions) {
        if (decisions.isEmpty()) {
            return Map.of();
        }
        Map<String, Config> configs = source.configs(
                decisions.stream().map(decision -> decision.source().name()).toList());
        Map<String, Throwable> errors = new HashMap<>();
        Map<String, String> sourceOf = new HashMap<>();
        List<NewTopic> topics = new ArrayList<>();
        for (TopicDecision.Create decision : decisions) {
            String topic = decision.source().name();
            Config config = configs.get(topic);
            if (config == null) {
                errors.put(topic, new InvalidConfigurationException("its configs on the source can't be read"));
            } else {
                sourceOf.put(decision.remote(), topic);
                topics.add(newTopic(decision, config));
            }
        }
        target.create(topics).forEach((remote, cause) -> {
            if (!(cause instanceof TopicExistsException)) {
                errors.put(sourceOf.getOrDefault(remote, remote), cause);
            }
        });
        return errors;
    }

    private NewTopic newTopic(TopicDecision.Create decision, Config config) {
        NewTopic topic = new NewTopic(
                decision.remote(),
                Optional.of(decision.source().partitions()),
                replicationFactor < 0 ? Optional.empty() : Optional.of(replicationFactor));
        Map<String, String> configs = new HashMap<>();
        config.entries().stream()
                .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                .filter(entry -> entry.value() != null && !entry.isSensitive() && !entry.isReadOnly())
                .filter(entry -> filter.accepts(entry.name()))
                .forEach(entry -> configs.put(entry.name(), entry.value()));
        return topic.configs(configs);
    }

    /** What the remote topics' configs say; a topic whose configs can't be read has the defaults. */
    Map<String, RemoteConfig> configs(Collection<String> remotes) {
        Map<String, RemoteConfig> limits = new HashMap<>();
        target.configs(remotes).forEach((name, config) -> limits.put(name, RemoteConfig.of(config)));
        return limits;
    }

    /**
     * The configs of a remote topic that matter to copying.
     *
     * @param limits what the lane has to keep to
     * @param compacted whether records may be removed from the middle of the log
     */
    record RemoteConfig(TopicLimits limits, boolean compacted) {

        static final RemoteConfig UNKNOWN = new RemoteConfig(new TopicLimits("", 1_048_588), false);

        static RemoteConfig of(Config config) {
            String codec = Optional.ofNullable(config.get(TopicConfig.COMPRESSION_TYPE_CONFIG))
                    .map(ConfigEntry::value)
                    .map(type -> type.equals("uncompressed") ? "none" : type)
                    .filter(type -> type.equals("none") || CODECS.contains(type))
                    .orElse("");
            ConfigEntry size = config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
            ConfigEntry cleanup = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
            return new RemoteConfig(
                    new TopicLimits(
                            codec,
                            size == null || size.value() == null
                                    ? UNKNOWN.limits().maxMessageBytes()
                                    : Integer.parseInt(size.value())),
                    cleanup != null
                            && cleanup.value() != null
                            && cleanup.value().contains("compact"));
        }
    }
}
