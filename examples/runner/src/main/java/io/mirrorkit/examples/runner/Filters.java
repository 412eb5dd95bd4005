package io.mirrorkit.examples.runner;

import io.mirrorkit.api.ConfigFilter;
import io.mirrorkit.api.GroupFilter;
import io.mirrorkit.api.ReplicationPolicy;
import io.mirrorkit.api.TopicFilter;
import io.mirrorkit.policy.ConfigFilters;
import io.mirrorkit.policy.GroupFilters;
import io.mirrorkit.policy.TopicFilters;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** What a file lets through, with MirrorMaker 2's defaults. Pure. */
final class Filters {

    private static final String MM2 = "org.apache.kafka.connect.mirror.";
    private static final String HEARTBEATS = "heartbeats";
    private static final String CONFIGS = "config.properties.exclude";
    private static final List<String> ALL = List.of(".*");

    private final PairValues values;

    Filters(PairValues values) {
        this.values = values;
    }

    /**
     * Topics. MirrorMaker 2 replicates heartbeats whatever the topics are; so does a flow that emits heartbeats, but one that does not has
     * to be told.
     */
    TopicFilter topics(ReplicationPolicy policy) {
        TopicFilter chosen = plugin("topic.filter.class", MM2 + "DefaultTopicFilter", TopicFilter.class)
                .orElseGet(() -> patterns("topics", TopicFilters.MM2_EXCLUDES, TopicFilters::of));
        boolean emitted = values.flag("emit.heartbeats.enabled").orElse(true);
        boolean replicated = values.flag("heartbeats.replication.enabled").orElse(true);
        return replicated && !emitted ? chosen.or(heartbeatsOf(policy)) : chosen;
    }

    private static TopicFilter heartbeatsOf(ReplicationPolicy policy) {
        return TopicFilter.described(topic -> policy.originalTopic(topic).equals(HEARTBEATS), HEARTBEATS);
    }

    GroupFilter groups() {
        return plugin("group.filter.class", MM2 + "DefaultGroupFilter", GroupFilter.class)
                .orElseGet(() -> patterns("groups", GroupFilters.MM2_EXCLUDES, GroupFilters::of));
    }

    /** Topic configs; empty for MirrorKit's default, which is MirrorMaker 2's with two names corrected. */
    Optional<ConfigFilter> topicConfigs() {
        return plugin("config.property.filter.class", MM2 + "DefaultConfigPropertyFilter", ConfigFilter.class)
                .or(() -> values.setting(CONFIGS).map(given -> excludedConfigs()));
    }

    private ConfigFilter excludedConfigs() {
        List<String> excludes = values.list(CONFIGS, List.of());
        requirePatterns(CONFIGS, excludes, ConfigFilters::of);
        return ConfigFilters.of(ALL, excludes);
    }

    private <T> T patterns(
            String key, List<String> excludesByDefault, BiFunction<List<String>, List<String>, T> filter) {
        List<String> includes = values.list(key, ALL);
        List<String> excludes = values.list(key + ".exclude", excludesByDefault);
        requirePatterns(key, includes, filter);
        requirePatterns(key + ".exclude", excludes, filter);
        return filter.apply(includes, excludes);
    }

    /** Each by itself, so that the message names the one that is wrong. */
    private void requirePatterns(String key, List<String> list, BiFunction<List<String>, List<String>, ?> filter) {
        for (String pattern : list) {
            if (!isPattern(pattern, filter)) {
                throw values.bad(
                        values.setting(key).orElse(new Setting(key, String.join(",", list))),
                        "has the element \"" + pattern + "\", which is no regular expression",
                        "correct it; in a file of properties a backslash is written twice");
            }
        }
    }

    private static boolean isPattern(String pattern, BiFunction<List<String>, List<String>, ?> filter) {
        try {
            return filter.apply(List.of(pattern), List.of()) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private <T> Optional<T> plugin(String key, String mm2Default, Class<T> type) {
        return values.setting(key)
                .filter(setting -> !setting.value().equals(mm2Default))
                .map(setting -> values.plugin(setting, type));
    }
}
