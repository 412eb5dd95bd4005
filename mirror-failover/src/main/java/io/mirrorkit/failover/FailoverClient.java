package io.mirrorkit.failover;

import io.mirrorkit.api.Flow;
import io.mirrorkit.failover.Planner.Planned;
import io.mirrorkit.failover.internal.Deadline;
import io.mirrorkit.failover.internal.Target;
import io.mirrorkit.failover.internal.TargetClients;
import io.mirrorkit.failover.internal.TargetGroups;
import io.mirrorkit.failover.internal.TopicReader;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Says where groups stand on the target cluster of a flow, and puts them there. It talks to the target alone (invariant G): the source may
 * be gone, and no engine needs to run.
 *
 * <pre>{@code
 * try (FailoverClient client = FailoverClient.connect(backupProperties, flow)) {
 *     GroupPlan plan = client.plan("billing");
 *     System.out.println(plan);
 *     client.apply(plan);
 * }
 * }</pre>
 *
 * <p>Where the target has the flow's ledger, offsets are exact wherever the ledger has runs; where it has none, MirrorMaker 2's checkpoints
 * are used. Either way an offset that crosses carries no leader epoch (invariant C).
 *
 * <p>Thread-safe. All methods that talk to the cluster block the calling thread until the deadline at the longest, start no thread of their
 * own but Kafka's, and restore the interrupt flag when they are interrupted (Kafka's {@code InterruptException}).
 */
public final class FailoverClient implements AutoCloseable {

    private final Flow flow;
    private final Duration deadline;
    private final Admin admin;
    private final Planning planning;
    private final Applying applying;

    private FailoverClient(Builder builder) {
        TargetClients clients = new TargetClients(builder.properties, builder.flow.name());
        flow = builder.flow;
        deadline = builder.deadline == null ? Duration.ofSeconds(30) : builder.deadline;
        admin = clients.admin();
        planning = new Planning(
                flow,
                new Target(admin),
                new TopicReader(clients::reader),
                builder.clock == null ? Clock.systemUTC() : builder.clock,
                builder.oldAfter == null ? Duration.ofMinutes(1) : builder.oldAfter);
        applying = new Applying(new TargetGroups(admin));
    }

    /**
     * A client with the defaults. Does not wait for the cluster.
     *
     * @param targetClientProperties how to connect to the target: {@code bootstrap.servers}, and whatever else its clients need, such as
     *     security settings; {@code client.id} is taken as a prefix. Copied
     * @param flow the flow, built as the engine's application builds it
     * @return the client, which the caller closes
     * @throws org.apache.kafka.common.KafkaException if the properties are wrong
     */
    public static FailoverClient connect(Map<String, ?> targetClientProperties, Flow flow) {
        return builder(targetClientProperties, flow).connect();
    }

    /**
     * Begins a client with other settings than the defaults.
     *
     * @param targetClientProperties as in {@link #connect}
     * @param flow the flow, built as the engine's application builds it
     * @return a builder
     */
    public static Builder builder(Map<String, ?> targetClientProperties, Flow flow) {
        return new Builder(targetClientProperties, flow);
    }

    /**
     * Where a group would stand, by the default deadline.
     *
     * @param group the group's id
     * @return the plan; see {@link #plan(String, Duration)}
     * @throws io.mirrorkit.api.errors.MirrorException see {@link #plan(String, Duration)}
     */
    public GroupPlan plan(String group) {
        return plan(group, deadline);
    }

    /**
     * Where a group would stand. Changes nothing.
     *
     * <p>A deadline that passes, or a cluster that does not answer, makes no error: the plan says that it is incomplete and what it lacks,
     * and every partition that could not be worked out is held as {@link Reason#INCOMPLETE} (invariant I). A group that the flow never
     * saw has a plan without partitions that says so.
     *
     * @param group the group's id
     * @param within how long this may take, more than zero
     * @return the plan
     * @throws io.mirrorkit.api.errors.FlowRefusedException if the target has neither ledger nor checkpoints of the flow, or the flow's aliases,
     *     naming or translator differ from the ledger's
     * @throws io.mirrorkit.api.errors.AccessDeniedException if the target refuses the user, or a look at the flow's own topics; a refused remote
     *     topic is a {@link Reason#ACCESS_DENIED} instead
     * @throws io.mirrorkit.api.errors.ClusterUnavailableException if the target answers with another error
     */
    public GroupPlan plan(String group, Duration within) {
        return planning.plan(group, in(within)).plan();
    }

    /**
     * Where all groups would stand, by the default deadline.
     *
     * @return the plan; see {@link #planAll(Duration)}
     * @throws io.mirrorkit.api.errors.MirrorException see {@link #plan(String, Duration)}
     */
    public FailoverPlan planAll() {
        return planAll(deadline);
    }

    /**
     * Where all groups would stand that the flow knows: those in its status topic, or in the checkpoints where there is no status topic.
     * Changes nothing. If the list of groups could not be read in time, groups are missing and the plan's completeness says so.
     *
     * @param within how long this may take, more than zero
     * @return the plan
     * @throws io.mirrorkit.api.errors.MirrorException see {@link #plan(String, Duration)}
     */
    public FailoverPlan planAll(Duration within) {
        return planning.planAll(in(within)).summary();
    }

    /**
     * Where offsets of the source lie, by the default deadline.
     *
     * @param sourceOffsets the next offsets to read, by partition of the source
     * @return see {@link #translate(Map, Duration)}
     * @throws io.mirrorkit.api.errors.MirrorException see {@link #plan(String, Duration)}
     */
    public Map<TopicPartition, TranslatedOffset> translate(Map<TopicPartition, Long> sourceOffsets) {
        return translate(sourceOffsets, deadline);
    }

    /**
     * Where offsets of the source lie on the target. Needs a ledger: where the target has only checkpoints, every answer is a
     * {@link Reason#NO_EVIDENCE}.
     *
     * @param sourceOffsets the next offsets to read, by partition of the source; 0 or greater
     * @param within how long this may take, more than zero
     * @return an answer for each key, whatever happens; immutable
     * @throws IllegalArgumentException if an offset is negative
     * @throws io.mirrorkit.api.errors.MirrorException see {@link #plan(String, Duration)}
     */
    public Map<TopicPartition, TranslatedOffset> translate(Map<TopicPartition, Long> sourceOffsets, Duration within) {
        requireNatural(sourceOffsets);
        return Collections.unmodifiableMap(planning.translate(sourceOffsets, in(within)));
    }

    /**
     * Where offsets of remote topics on the target lie on the source: the ledger read backwards, for the way home. What the source holds
     * now is not asked, so an answer may lie before its log start. Needs a ledger, as {@link #translate(Map, Duration)} does.
     *
     * @param targetOffsets the next offsets to read, by partition of a remote topic; 0 or greater
     * @param within how long this may take, more than zero
     * @return an answer for each key, whatever happens; immutable
     * @throws IllegalArgumentException if an offset is negative
     * @throws io.mirrorkit.api.errors.MirrorException see {@link #plan(String, Duration)}
     */
    public Map<TopicPartition, TranslatedBack> translateBack(Map<TopicPartition, Long> targetOffsets, Duration within) {
        requireNatural(targetOffsets);
        return Collections.unmodifiableMap(planning.translateBack(targetOffsets, in(within)));
    }

    private static void requireNatural(Map<TopicPartition, Long> offsets) {
        offsets.forEach((partition, offset) -> {
            if (offset < 0) {
                throw new IllegalArgumentException("offset " + offset + " of " + partition + " is negative");
            }
        });
    }

    /**
     * Commits a plan's offsets for its group on the target, by the default deadline: makes the plan again of evidence read anew, compares,
     * looks at the group, commits, and reads back. A group without members but with consumers that assign partitions by hand can't be
     * told from one at rest.
     *
     * @param plan a plan of this client's flow
     * @param options what to allow; by default nothing: a plan that is incomplete or holds partitions, and one that would move the group
     *     backwards over offsets that group sync did not write, are refused
     * @return what was committed and what was left alone
     * @throws IllegalArgumentException if the plan is of another flow
     * @throws io.mirrorkit.api.errors.PlanRefusedException if the group is active on the target, the plan no longer holds, or an option is missing;
     *     nothing was committed, unless the message says that somebody overwrote it
     * @throws io.mirrorkit.api.errors.AccessDeniedException if the target refuses the user
     * @throws io.mirrorkit.api.errors.ClusterUnavailableException if the target does not answer in time; the offsets may have been committed, all
     *     or in part, and the call can be made again
     */
    public Applied apply(GroupPlan plan, ApplyOption... options) {
        requireOwn(plan.flow());
        Set<ApplyOption> allowed = allowed(options);
        Applying.refuseHeld(plan, allowed);
        Deadline until = in(deadline);
        return applying.apply(plan, planning.plan(plan.group(), until), allowed, until);
    }

    /**
     * Commits the plans of all groups, as {@link #apply(GroupPlan, ApplyOption...)} does for one, reading the evidence once. A group that
     * is refused does not stop the others. The default deadline holds for the reading, and again for each group.
     *
     * @param plan a plan of this client's flow
     * @param options what to allow, for every group
     * @return what became of each group, by its id in order; immutable
     * @throws IllegalArgumentException if the plan is of another flow
     * @throws io.mirrorkit.api.errors.PlanRefusedException if the plan lacks groups and {@link ApplyOption#ALLOW_HELD} is not given
     * @throws io.mirrorkit.api.errors.MirrorException if the evidence can't be read, see {@link #plan(String, Duration)}
     */
    public Map<String, ApplyOutcome> apply(FailoverPlan plan, ApplyOption... options) {
        requireOwn(plan.flow());
        Set<ApplyOption> allowed = allowed(options);
        Applying.refuseShort(plan, allowed);
        Map<String, Planned> now = planning.planAll(in(deadline)).groups();
        return Collections.unmodifiableMap(applying.applyAll(plan, now, allowed, () -> in(deadline)));
    }

    /**
     * Positions the partitions that a consumer is assigned now. Commits nothing, talks to no cluster, does not block. Call it in the
     * consumer's own thread, after the assignment: in {@code onPartitionsAssigned}, or after {@code assign}.
     *
     * @param consumer a consumer of the target
     * @param plan a plan of this client's flow
     * @return which partitions were positioned, and which were not and why
     * @throws IllegalArgumentException if the plan is of another flow
     * @throws IllegalStateException if the consumer is closed
     */
    public SeekResult seek(Consumer<?, ?> consumer, GroupPlan plan) {
        requireOwn(plan.flow());
        return Positioning.position(consumer, plan);
    }

    /** Closes the connections. Calls that are under way in other threads fail. Does not wait for them; idempotent. */
    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }

    private void requireOwn(String planOf) {
        if (!planOf.equals(flow.name())) {
            throw new IllegalArgumentException("the plan is of flow " + planOf + ", the client of flow " + flow.name());
        }
    }

    private static Set<ApplyOption> allowed(ApplyOption... options) {
        Set<ApplyOption> allowed = EnumSet.noneOf(ApplyOption.class);
        allowed.addAll(Arrays.asList(options));
        return allowed;
    }

    private static Deadline in(Duration within) {
        return Deadline.in(positive("deadline", within));
    }

    private static Duration positive(String what, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(what + " " + duration + " is not more than zero");
        }
        return duration;
    }

    @Override
    public String toString() {
        return "FailoverClient[" + flow + "]";
    }

    /** Builds a {@link FailoverClient}. Setting a part twice is an error at the second call. Not thread-safe. */
    public static final class Builder {
        private final Map<String, ?> properties;
        private final Flow flow;
        private @Nullable Duration deadline;
        private @Nullable Duration oldAfter;
        private @Nullable Clock clock;

        private Builder(Map<String, ?> properties, Flow flow) {
            this.properties = new HashMap<>(properties);
            this.flow = flow;
        }

        private static void once(String part, @Nullable Object current) {
            if (current != null) {
                throw new IllegalStateException(part + " was set before, to " + current);
            }
        }

        /**
         * How long a call may take that is given no deadline of its own.
         *
         * @param duration more than zero; 30 seconds by default
         * @return this
         */
        public Builder deadline(Duration duration) {
            once("deadline", deadline);
            deadline = positive("deadline", duration);
            return this;
        }

        /**
         * From which age on a plan's notes say how old its evidence is. Changes no decision.
         *
         * @param age more than zero; one minute by default
         * @return this
         */
        public Builder noteEvidenceOlderThan(Duration age) {
            once("noteEvidenceOlderThan", oldAfter);
            oldAfter = positive("age", age);
            return this;
        }

        /**
         * The clock that evidence's age is measured by. Deadlines don't use it.
         *
         * @param source the clock; the system's by default
         * @return this
         */
        public Builder clock(Clock source) {
            once("clock", clock);
            clock = source;
            return this;
        }

        /**
         * Makes the client. Does not wait for the cluster.
         *
         * @return the client, which the caller closes
         * @throws org.apache.kafka.common.KafkaException if the properties are wrong
         */
        public FailoverClient connect() {
            return new FailoverClient(this);
        }
    }
}
