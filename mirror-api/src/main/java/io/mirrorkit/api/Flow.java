package io.mirrorkit.api;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One direction of replication: which topics and groups of a source cluster go to a target cluster, and under which names. The
 * engine and the failover client take the same flow, so the two can't disagree.
 *
 * <pre>{@code
 * Flow flow = Flow.builder("primary", "backup")
 *         .topics(topic -> topic.startsWith("orders"))
 *         .policy(new MyNaming())
 *         .build();
 * }</pre>
 */
public final class Flow {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,100}");
    private static final Pattern ALIAS = Pattern.compile("[a-zA-Z0-9._-]{1,100}");

    private final String name;
    private final String source;
    private final String target;
    private final TopicFilter topics;
    private final GroupFilter groups;
    private final ConfigFilter topicConfigs;
    private final ReplicationPolicy policy;
    private final CycleDetector cycleDetector;
    private final OffsetTranslator offsetTranslator;
    private final StartPosition startPosition;
    private final ExistingTopics existingTopics;
    private final FlowConfig config;

    private Flow(Builder builder, TopicFilter topics, ReplicationPolicy policy) {
        this.name = builder.name == null ? builder.source + "-" + builder.target : builder.name;
        this.source = builder.source;
        this.target = builder.target;
        this.topics = topics;
        this.policy = policy;
        this.groups = builder.groups == null ? GroupFilter.defaults() : builder.groups;
        this.topicConfigs = builder.topicConfigs == null ? ConfigFilter.defaults() : builder.topicConfigs;
        this.cycleDetector = builder.cycleDetector == null ? HopCycles.INSTANCE : builder.cycleDetector;
        this.offsetTranslator = builder.offsetTranslator == null ? OffsetTranslator.exact() : builder.offsetTranslator;
        this.startPosition = builder.startPosition == null ? StartPosition.earliest() : builder.startPosition;
        this.existingTopics = builder.existingTopics == null ? ExistingTopics.REFUSE : builder.existingTopics;
        this.config = FlowConfig.of(builder.settings);
    }

    /**
     * Begins a flow.
     *
     * @param source the alias of the cluster that is read
     * @param target the alias of the cluster that is written to
     * @return a builder, which needs {@link Builder#topics} and {@link Builder#policy}
     * @throws IllegalArgumentException if an alias has other characters than letters, digits, {@code .}, {@code _} and {@code -},
     *     or both are the same
     */
    public static Builder builder(String source, String target) {
        return new Builder(source, target);
    }

    /**
     * The flow's name, unique on the target: {@code <source>-<target>} unless it is given another.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The alias of the cluster that is read.
     *
     * @return the alias
     */
    public String source() {
        return source;
    }

    /**
     * The alias of the cluster that is written to.
     *
     * @return the alias
     */
    public String target() {
        return target;
    }

    /**
     * Which source topics are replicated.
     *
     * @return the filter
     */
    public TopicFilter topics() {
        return topics;
    }

    /**
     * Which groups' offsets are translated.
     *
     * @return the filter, {@link GroupFilter#defaults()} by default
     */
    public GroupFilter groups() {
        return groups;
    }

    /**
     * Which topic configs remote topics are created with.
     *
     * @return the filter, {@link ConfigFilter#defaults()} by default
     */
    public ConfigFilter topicConfigs() {
        return topicConfigs;
    }

    /**
     * How remote topics are named.
     *
     * @return the policy
     */
    public ReplicationPolicy policy() {
        return policy;
    }

    /**
     * What keeps records from going round.
     *
     * @return the detector; by default a topic is left alone if any hop in its name is the source or the target
     */
    public CycleDetector cycleDetector() {
        return cycleDetector;
    }

    /**
     * How offsets are translated.
     *
     * @return the translator, {@link OffsetTranslator#exact()} by default
     */
    public OffsetTranslator offsetTranslator() {
        return offsetTranslator;
    }

    /**
     * Where copying begins.
     *
     * @return the position, {@link StartPosition#earliest()} by default
     */
    public StartPosition startPosition() {
        return startPosition;
    }

    /**
     * What happens to remote topics with records of unknown origin.
     *
     * @return {@link ExistingTopics#REFUSE} by default
     */
    public ExistingTopics existingTopics() {
        return existingTopics;
    }

    /**
     * The tunables.
     *
     * @return the configuration
     */
    public FlowConfig config() {
        return config;
    }

    /**
     * What the ledger remembers of the flow, so that an instance with another definition can be refused.
     *
     * @return descriptions by the name of the part, sorted
     */
    public Map<String, String> describeParts() {
        Map<String, String> parts = new TreeMap<>();
        parts.put("source", source);
        parts.put("target", target);
        parts.put("policy", policy.description());
        parts.put("topics", topics.description());
        parts.put("groups", groups.description());
        parts.put("topic configs", topicConfigs.description());
        parts.put("cycle detector", cycleDetector.description());
        parts.put("offset translator", offsetTranslator.description());
        parts.put("start", startPosition.toString());
        parts.put("existing topics", existingTopics.toString());
        return Collections.unmodifiableMap(parts);
    }

    @Override
    public String toString() {
        return "Flow[" + name + ": " + source + " -> " + target + ", " + policy.description() + "]";
    }

    /**
     * Builds a {@link Flow}. A part that is set twice or to something impossible is refused by the call that does so, with an
     * {@link IllegalStateException} or an {@link IllegalArgumentException}. Not thread-safe.
     */
    public static final class Builder {
        private final String source;
        private final String target;
        private final Map<String, Object> settings = new HashMap<>();
        private @Nullable String name;
        private @Nullable TopicFilter topics;
        private @Nullable GroupFilter groups;
        private @Nullable ConfigFilter topicConfigs;
        private @Nullable ReplicationPolicy policy;
        private @Nullable CycleDetector cycleDetector;
        private @Nullable OffsetTranslator offsetTranslator;
        private @Nullable StartPosition startPosition;
        private @Nullable ExistingTopics existingTopics;

        private Builder(String source, String target) {
            this.source = legal("source alias", source, ALIAS);
            this.target = legal("target alias", target, ALIAS);
            if (source.equals(target)) {
                throw new IllegalArgumentException(
                        "source and target are both \"" + source + "\"; a flow needs two clusters");
            }
        }

        private static String legal(String what, String text, Pattern pattern) {
            if (!pattern.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        what + " \"" + text + "\" has to consist of 1 to 100 letters, digits, '.', '_' and '-'");
            }
            return text;
        }

        private static void once(String part, @Nullable Object current) {
            if (current != null) {
                throw new IllegalStateException(part + " was set before, to " + current);
            }
        }

        /**
         * Names the flow; needed where two applications replicate between one pair of clusters.
         *
         * @param flowName 1 to 100 letters, digits, {@code .}, {@code _} and {@code -}; unique on the target
         * @return this
         */
        public Builder name(String flowName) {
            once("name", name);
            name = legal("flow name", flowName, NAME);
            return this;
        }

        /**
         * Chooses the topics. Required.
         *
         * @param filter the filter; a lambda's text in the definition is always the same, so describe it
         *     ({@link TopicFilter#described}) if a change of it is to be noticed
         * @return this
         */
        public Builder topics(TopicFilter filter) {
            once("topics", topics);
            topics = filter;
            return this;
        }

        /**
         * Chooses the groups.
         *
         * @param filter the filter
         * @return this
         */
        public Builder groups(GroupFilter filter) {
            once("groups", groups);
            groups = filter;
            return this;
        }

        /**
         * Chooses the topic configs that remote topics are created with.
         *
         * @param filter the filter
         * @return this
         */
        public Builder topicConfigs(ConfigFilter filter) {
            once("topicConfigs", topicConfigs);
            topicConfigs = filter;
            return this;
        }

        /**
         * Sets the naming policy. Required: a prefix and the same name are both somebody's expectation, so there is no default.
         *
         * @param replicationPolicy the policy
         * @return this
         */
        public Builder policy(ReplicationPolicy replicationPolicy) {
            once("policy", policy);
            policy = replicationPolicy;
            return this;
        }

        /**
         * Replaces the cycle detector.
         *
         * @param detector the detector
         * @return this
         */
        @Incubating
        public Builder cycleDetector(CycleDetector detector) {
            once("cycleDetector", cycleDetector);
            cycleDetector = detector;
            return this;
        }

        /**
         * Replaces the offset translator.
         *
         * @param translator the translator
         * @return this
         */
        public Builder offsetTranslator(OffsetTranslator translator) {
            once("offsetTranslator", offsetTranslator);
            offsetTranslator = translator;
            return this;
        }

        /**
         * Says where copying begins in partitions that the ledger does not know.
         *
         * @param position the position
         * @return this
         */
        public Builder startAt(StartPosition position) {
            once("startAt", startPosition);
            startPosition = position;
            return this;
        }

        /**
         * Says what happens to remote topics that already hold records of unknown origin.
         *
         * @param existing the choice
         * @return this
         */
        public Builder existingTopics(ExistingTopics existing) {
            once("existingTopics", existingTopics);
            existingTopics = existing;
            return this;
        }

        /**
         * Sets a tunable.
         *
         * @param key one of {@link FlowConfig}'s keys
         * @param value the value, as a string or as the key's type; a {@link java.time.Duration} for a key that ends in
         *     {@code .ms}
         * @return this
         * @throws org.apache.kafka.common.config.ConfigException for an unknown key or a value out of bounds
         */
        public Builder config(String key, Object value) {
            once(key, settings.get(key));
            FlowConfig.check(key, value);
            settings.put(key, value);
            return this;
        }

        /**
         * Checks and builds the flow.
         *
         * @return the flow
         * @throws IllegalStateException if topics or policy are missing
         * @throws IllegalArgumentException if the policy can't name topics of this source, for its alias holds the separator, say
         * @throws org.apache.kafka.common.config.ConfigException for tunables that contradict each other
         */
        public Flow build() {
            if (topics == null) {
                throw new IllegalStateException(
                        "flow " + source + "-" + target + " has no topics: call topics(…) with a filter");
            }
            if (policy == null) {
                throw new IllegalStateException("flow " + source + "-" + target
                        + " has no naming policy: call policy(…), for instance with prefix or identity naming");
            }
            // A policy that can't name this source's topics says so here rather than at the first one.
            policy.remoteTopic(source, "heartbeats");
            return new Flow(this, topics, policy);
        }
    }
}
