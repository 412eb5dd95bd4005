package io.mirrorkit.policy;

import io.mirrorkit.api.TopicFilter;
import java.util.List;

/**
 * Filters that choose topics by patterns. Patterns are Java regular expressions without commas; each has to match
 * the whole name, and an exclude wins over an include. A filter's description lists its patterns in one order, as
 * {@code include(a.*, b) exclude(__.*)}.
 */
public final class TopicFilters {

    /** What MirrorMaker 2 leaves out unless told otherwise: its own topics, and those of a replication tool before it. */
    public static final List<String> MM2_EXCLUDES = List.of("mm2.*\\.internal", ".*\\.replica", "__.*");

    private static final String WHAT = "topic";

    private TopicFilters() {}

    /**
     * Takes the topics that match any of the patterns.
     *
     * @param patterns regular expressions; none of them takes nothing
     * @return the filter
     * @throws IllegalArgumentException if a pattern is empty, holds a comma or is no regular expression
     */
    public static TopicFilter include(String... patterns) {
        return new Patterned(NamePatterns.include(WHAT, patterns));
    }

    /**
     * Takes all topics but those that match one of the patterns.
     *
     * @param patterns regular expressions; none of them leaves out nothing
     * @return the filter
     * @throws IllegalArgumentException if a pattern is empty, holds a comma or is no regular expression
     */
    public static TopicFilter exclude(String... patterns) {
        return new Patterned(NamePatterns.exclude(WHAT, patterns));
    }

    /**
     * Takes the topics that match an include and no exclude, as MirrorMaker 2 does with {@code topics} and
     * {@code topics.exclude}.
     *
     * @param includes regular expressions; an empty list takes nothing
     * @param excludes regular expressions; an empty list leaves out nothing
     * @return the filter
     * @throws IllegalArgumentException if a pattern is empty, holds a comma or is no regular expression
     */
    public static TopicFilter of(List<String> includes, List<String> excludes) {
        return new Patterned(NamePatterns.of(WHAT, includes, excludes));
    }

    /**
     * Takes all topics.
     *
     * @return the filter {@code exclude()}
     */
    public static TopicFilter all() {
        return exclude();
    }

    /**
     * Takes no topic.
     *
     * @return the filter {@code include()}
     */
    public static TopicFilter none() {
        return include();
    }

    private record Patterned(NamePatterns patterns) implements TopicFilter {

        @Override
        public boolean accepts(String topic) {
            return patterns.accepts(topic);
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
