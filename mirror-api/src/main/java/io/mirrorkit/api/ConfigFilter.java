package io.mirrorkit.api;

/**
 * Chooses which of a source topic's explicit configs its remote topic is created with. The default,
 * {@link #defaults()}, leaves out what belongs to the source cluster alone.
 *
 * <p>An implementation is a pure function, thread-safe and without I/O. Extend {@code ConfigFilterContract} of this module's
 * test-jar to test one.
 */
@FunctionalInterface
public interface ConfigFilter {

    /**
     * Whether a config is taken.
     *
     * @param config the name of a config on the source cluster
     * @return true if this filter takes it
     */
    boolean accepts(String config);

    /**
     * All configs but replication throttles, {@code message.timestamp.type}, the bounds on timestamps,
     * {@code unclean.leader.election.enable} and {@code min.insync.replicas}, whose values depend on the cluster. (MirrorMaker 2
     * means to leave out the timestamp bounds too, but names broker configs, so that they slip through.)
     *
     * @return the filter that a flow has unless it is given another
     */
    static ConfigFilter defaults() {
        return DefaultFilters.CONFIGS;
    }

    /**
     * The topic configs that both filters take.
     *
     * @param other the other filter
     * @return a filter that takes what this one and {@code other} take
     */
    default ConfigFilter and(ConfigFilter other) {
        return described(name -> accepts(name) && other.accepts(name), description() + " and " + other.description());
    }

    /**
     * The topic configs that either filter takes.
     *
     * @param other the other filter
     * @return a filter that takes what this one or {@code other} takes
     */
    default ConfigFilter or(ConfigFilter other) {
        return described(name -> accepts(name) || other.accepts(name), description() + " or " + other.description());
    }

    /**
     * The topic configs that this filter leaves out.
     *
     * @return a filter that takes what this one does not
     */
    default ConfigFilter not() {
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
    static ConfigFilter described(ConfigFilter filter, String description) {
        return new ConfigFilter() {
            @Override
            public boolean accepts(String config) {
                return filter.accepts(config);
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
