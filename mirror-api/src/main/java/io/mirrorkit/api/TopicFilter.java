package io.mirrorkit.api;

/**
 * Chooses the source topics of a flow. MirrorKit's own topics, MirrorMaker 2's internal ones and every name that begins
 * with {@code __} are left out whatever a filter says.
 *
 * <p>An implementation is a pure function, thread-safe and without I/O. Extend {@code TopicFilterContract} of this module's
 * test-jar to test one.
 */
@FunctionalInterface
public interface TopicFilter {

    /**
     * Whether a topic is taken.
     *
     * @param topic the name of a topic on the source cluster
     * @return true if this filter takes it
     */
    boolean accepts(String topic);

    /**
     * The topics that both filters take.
     *
     * @param other the other filter
     * @return a filter that takes what this one and {@code other} take
     */
    default TopicFilter and(TopicFilter other) {
        return described(name -> accepts(name) && other.accepts(name), description() + " and " + other.description());
    }

    /**
     * The topics that either filter takes.
     *
     * @param other the other filter
     * @return a filter that takes what this one or {@code other} takes
     */
    default TopicFilter or(TopicFilter other) {
        return described(name -> accepts(name) || other.accepts(name), description() + " or " + other.description());
    }

    /**
     * The topics that this filter leaves out.
     *
     * @return a filter that takes what this one does not
     */
    default TopicFilter not() {
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
    static TopicFilter described(TopicFilter filter, String description) {
        return new TopicFilter() {
            @Override
            public boolean accepts(String topic) {
                return filter.accepts(topic);
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
