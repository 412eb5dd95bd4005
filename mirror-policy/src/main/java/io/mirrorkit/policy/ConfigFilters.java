package io.mirrorkit.policy;

import io.mirrorkit.api.ConfigFilter;
import java.util.List;

/**
 * Filters that choose topic configs by patterns. Patterns are Java regular expressions without commas; each has to match
 * the whole name, and an exclude wins over an include. A filter's description lists its patterns in one order, as
 * {@code include(a.*, b) exclude(__.*)}.
 */
public final class ConfigFilters {

    /** What MirrorMaker 2 leaves out unless told otherwise; two of the names are those of broker configs. */
    public static final List<String> MM2_EXCLUDES = List.of(
            "follower.replication.throttled.replicas",
            "leader.replication.throttled.replicas",
            "message.timestamp.difference.max.ms",
            "log.message.timestamp.before.max.ms",
            "log.message.timestamp.after.max.ms",
            "message.timestamp.type",
            "unclean.leader.election.enable",
            "min.insync.replicas");

    /** What {@link ConfigFilter#defaults()} leaves out: MirrorMaker 2's list, with the names that topics have for the two. */
    public static final List<String> DEFAULT_EXCLUDES = List.of(
            "follower.replication.throttled.replicas",
            "leader.replication.throttled.replicas",
            "message.timestamp.difference.max.ms",
            "message.timestamp.before.max.ms",
            "message.timestamp.after.max.ms",
            "message.timestamp.type",
            "unclean.leader.election.enable",
            "min.insync.replicas");

    private static final String WHAT = "config";

    private ConfigFilters() {}

    /**
     * Takes the configs that match any of the patterns.
     *
     * @param patterns regular expressions; none of them takes nothing
     * @return the filter
     * @throws IllegalArgumentException if a pattern is empty, holds a comma or is no regular expression
     */
    public static ConfigFilter include(String... patterns) {
        return new Patterned(NamePatterns.include(WHAT, patterns));
    }

    /**
     * Takes all configs but those that match one of the patterns.
     *
     * @param patterns regular expressions; none of them leaves out nothing
     * @return the filter
     * @throws IllegalArgumentException if a pattern is empty, holds a comma or is no regular expression
     */
    public static ConfigFilter exclude(String... patterns) {
        return new Patterned(NamePatterns.exclude(WHAT, patterns));
    }

    /**
     * Takes the configs that match an include and no exclude. MirrorMaker 2 knows excludes only
     * ({@code config.properties.exclude}).
     *
     * @param includes regular expressions; an empty list takes nothing
     * @param excludes regular expressions; an empty list leaves out nothing
     * @return the filter
     * @throws IllegalArgumentException if a pattern is empty, holds a comma or is no regular expression
     */
    public static ConfigFilter of(List<String> includes, List<String> excludes) {
        return new Patterned(NamePatterns.of(WHAT, includes, excludes));
    }

    /**
     * Takes all configs.
     *
     * @return the filter {@code exclude()}
     */
    public static ConfigFilter all() {
        return exclude();
    }

    /**
     * Takes no config.
     *
     * @return the filter {@code include()}
     */
    public static ConfigFilter none() {
        return include();
    }

    private record Patterned(NamePatterns patterns) implements ConfigFilter {

        @Override
        public boolean accepts(String config) {
            return patterns.accepts(config);
        }

        @Override
        public String description() {
            return patterns.description();
        }

        @Override
        public String toString() {
            return description();
        }
    }
}
