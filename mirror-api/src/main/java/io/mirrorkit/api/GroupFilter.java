package io.mirrorkit.api;

/**
 * Chooses the consumer groups whose offsets a flow translates. The default, {@link #defaults()}, takes all but
 * {@code console-consumer-.*} and names that begin with {@code __}.
 *
 * <p>An implementation is a pure function, thread-safe and without I/O. Extend {@code GroupFilterContract} of this module's
 * test-jar to test one.
 */
@FunctionalInterface
public interface GroupFilter {

    /**
     * Whether a group is taken.
     *
     * @param group the name of a group on the source cluster
     * @return true if this filter takes it
     */
    boolean accepts(String group);

    /**
     * All groups but those of the console consumer and those that begin with {@code __}.
     *
     * @return the filter that a flow has unless it is given another
     */
    static GroupFilter defaults() {
        return DefaultFilters.GROUPS;
    }

    /**
     * The consumer groups that both filters take.
     *
     * @param other the other filter
     * @return a filter that takes what this one and {@code other} take
     */
    default GroupFilter and(GroupFilter other) {
        return described(name -> accepts(name) && other.accepts(name), description() + " and " + other.description());
    }

    /**
     * The consumer groups that either filter takes.
     *
     * @param other the other filter
     * @return a filter that takes what this one or {@code other} takes
     */
    default GroupFilter or(GroupFilter other) {
        return described(name -> accepts(name) || other.accepts(name), description() + " or " + other.description());
    }

    /**
     * The consumer groups that this filter leaves out.
     *
     * @return a filter that takes what this one does not
     */
    default GroupFilter not() {
        return described(name -> !accepts(name), "not " + description());
    }

    /**
     * What the flow's definition on the target says of this filter; two instances of one flow have to give the same text.
     *
     * @return a short text; by default the class name, or {@code (lambda)}
     */
    default String description() {
        return Descriptions.ofClass(this);
    }

    /**
     * Gives a filter a description of its own, so that a changed lambda is seen as a changed definition.
     *
     * @param filter the filter
     * @param description what {@link #description()} is to answer
     * @return a filter that takes what {@code filter} takes
     */
    static GroupFilter described(GroupFilter filter, String description) {
        return new GroupFilter() {
            @Override
            public boolean accepts(String group) {
                return filter.accepts(group);
            }

            @Override
            public String description() {
                return "(" + description + ")";
            }

            @Override
            public String toString() {
                return description();
            }
        };
    }
}
