package io.mirrorkit.policy;

import io.mirrorkit.api.GroupFilter;
import java.util.List;

/**
 * Filters that choose consumer groups by patterns. Patterns are Java regular expressions without commas; each has to match
 * the whole name, and an exclude wins over an include. A filter's description lists its patterns in one order, as
 * {@code include(a.*, b) exclude(__.*)}.
 */
public final class GroupFilters {

    /** What {@link GroupFilter#defaults()} leaves out: console consumers, and names that begin with {@code __}. */
    public static final List<String> DEFAULT_EXCLUDES = List.of("console-consumer-.*", "__.*");

    /** What MirrorMaker 2 leaves out unless told otherwise: the same, and the groups of Kafka Connect's sinks. */
    public static final List<String> MM2_EXCLUDES = List.of("console-consumer-.*", "connect-.*", "__.*");

    private static final String WHAT = "group";

    private GroupFilters() {}

    /**
     * Takes the groups that match any of the patterns.
     *
     * @param patterns regular expressions; none of them takes nothing
     * @return the filter
     * @throws IllegalArgumentException if a pattern is empty, holds a comma or is no regular expression
     */
    public static GroupFilter include(String... patterns) {
        return new Patterned(NamePatterns.include(WHAT, patterns));
    }

    /**
     * Takes all groups but those that match one of the patterns.
     *
     * @param patterns regular expressions; none of them leaves out nothing
     * @return the filter
     * @throws IllegalArgumentException if a pattern is empty, holds a comma or is no regular expression
     */
    public static GroupFilter exclude(String... patterns) {
        return new Patterned(NamePatterns.exclude(WHAT, patterns));
    }

    /**
     * Takes the groups that match an include and no exclude, as MirrorMaker 2 does with {@code groups} and
     * {@code groups.exclude}.
     *
     * @param includes regular expressions; an empty list takes nothing
     * @param excludes regular expressions; an empty list leaves out nothing
     * @return the filter
     * @throws IllegalArgumentException if a pattern is empty, holds a comma or is no regular expression
     */
    public static GroupFilter of(List<String> includes, List<String> excludes) {
        return new Patterned(NamePatterns.of(WHAT, includes, excludes));
    }

    /**
     * Takes all groups.
     *
     * @return the filter {@code exclude()}
     */
    public static GroupFilter all() {
        return exclude();
    }

    /**
     * Takes no group.
     *
     * @return the filter {@code include()}
     */
    public static GroupFilter none() {
        return include();
    }

    private record Patterned(NamePatterns patterns) implements GroupFilter {

        @Override
        public boolean accepts(String group) {
            return patterns.accepts(group);
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
