package io.mirrorkit.failover.switching;

import io.mirrorkit.api.errors.ClusterUnavailableException;
import io.mirrorkit.api.errors.MirrorException;
import io.mirrorkit.api.errors.SwitchRefusedException;
import io.mirrorkit.api.ledger.ControlKey;
import io.mirrorkit.api.ledger.ControlState;
import io.mirrorkit.failover.internal.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Says on which cluster an application's clients work, and changes it. For operators and tools; the application's instances follow by
 * themselves, see {@link ClusterSwitch}.
 *
 * <p>The state lies in the topic {@code __mirror-control} of both clusters. A change is decided by compare-and-set on the cluster that becomes
 * active; the copy on the other cluster follows if that cluster can be reached, now or later. Two clusters have no quorum: who can reach only
 * one of them may decide there what somebody else decides otherwise on the other. Such changes have equal epochs and different uuids, all
 * clients stop once they see both, and the next change settles it.
 *
 * <p>Thread-safe. All methods but {@link #close()} block until the deadline at the longest; they use the common pool to ask two clusters at
 * once.
 */
public final class SwitchControl implements AutoCloseable {

    private final Map<String, ClusterSite> sites;
    private final Map<String, ControlCopy> copies = new LinkedHashMap<>();
    private final String application;
    private final String who;
    private final Duration deadline;
    private final Duration otherWithin;

    private SwitchControl(Builder builder) {
        application = builder.application;
        who = builder.who == null ? System.getProperty("user.name", "somebody") : builder.who;
        deadline = builder.deadline == null ? Duration.ofSeconds(15) : builder.deadline;
        otherWithin = builder.otherWithin == null ? Duration.ofSeconds(2) : builder.otherWithin;
        sites = Map.copyOf(builder.sites);
        sites.values().forEach(site -> copies.put(site.alias(), new ControlCopy(site, application)));
    }

    /**
     * Begins a control.
     *
     * @param application the name under which an application's clients switch together: letters, digits, {@code .}, {@code _} and {@code -}
     * @return a builder, which needs two clusters
     */
    public static Builder builder(String application) {
        return new Builder(application);
    }

    /**
     * What the control topics of both clusters say now. Once one has answered, the other one is not waited for much longer.
     *
     * @return the reading; a cluster that could not be read is named with the reason
     * @throws ClusterUnavailableException if no cluster could be read
     */
    public ControlReading read() {
        Deadline until = Deadline.in(deadline);
        Map<String, String> unread = new TreeMap<>();
        Map<String, ControlRecords> read = readAll(copies.keySet(), Deadline.in(otherWithin), unread);
        if (read.isEmpty() && !until.passed()) {
            unread.clear();
            read = readAll(copies.keySet(), until, unread);
        }
        if (read.isEmpty()) {
            throw new ClusterUnavailableException(
                    "No control topic of application " + application + " could be read: " + unread + ".",
                    "look after the clusters, and check the client properties.",
                    null);
        }
        return ControlReading.of(read, unread);
    }

    /**
     * Says on which cluster the application works, if nobody has said so before.
     *
     * @param cluster the cluster's alias
     * @param why the reason, which everybody will see
     * @return the state that counts now, this or the one before
     * @throws SwitchRefusedException if two changes contradict each other
     * @throws MirrorException if the cluster does not answer in time or refuses
     */
    public ControlState start(String cluster, String why) {
        return change(cluster, why, (changes, standing) -> changes.first(standing, cluster));
    }

    /**
     * Sends all clients to a cluster at once, without a plan: what the cluster that they leave did not hand on by then stays there. For a
     * cluster that is lost. If a planned switch is under way this ends it. Does nothing if the clients are there already.
     *
     * @param cluster the alias of the cluster to go to, which has to answer
     * @param why the reason, which everybody will see
     * @return the state that counts now
     * @throws SwitchRefusedException if nobody has ever said where the application works
     * @throws MirrorException if the cluster does not answer in time or refuses; then the switch may have been made or not, and the call can
     *     be made again
     */
    public ControlState switchTo(String cluster, String why) {
        return switchTo(cluster, why, Optional.empty());
    }

    ControlState switchTo(String cluster, String why, Optional<ControlState> known) {
        return change(cluster, why, Uuid.randomUuid(), known, (changes, standing) -> changes.flip(standing, cluster));
    }

    /** A step from what is to what shall be. */
    interface Step {
        Optional<ControlState> next(Changes changes, Standing standing);
    }

    /** Decides on one cluster, and copies to the others. */
    ControlState change(String decidedOn, String why, Step step) {
        return change(decidedOn, why, Uuid.randomUuid(), Optional.empty(), step);
    }

    /**
     * Decides on one cluster, and copies to the others.
     *
     * @param uuid of the change
     * @param known what the caller knows already, in case that the cluster which knows it can't be read
     */
    ControlState change(String decidedOn, String why, Uuid uuid, Optional<ControlState> known, Step step) {
        ControlCopy copy = copy(decidedOn);
        Deadline until = Deadline.in(deadline);
        Changes changes = new Changes(uuid, System.currentTimeMillis(), who, why);
        List<String> others = copies.keySet().stream()
                .filter(alias -> !alias.equals(decidedOn))
                .toList();
        CompletableFuture<Map<String, ControlRecords>> elsewhere = CompletableFuture.supplyAsync(
                () -> readAll(others, Deadline.in(otherWithin), new TreeMap<>()), ForkJoinPool.commonPool());
        List<Standing> found = new ArrayList<>();
        Optional<ControlCopy.Write> write = copy.decide(until, here -> {
            List<ControlState> states = new ArrayList<>(known.stream().toList());
            here.state().ifPresent(states::add);
            elsewhere.join().values().forEach(there -> there.state().ifPresent(states::add));
            Standing standing = Standing.of(states);
            found.add(standing);
            return step.next(changes, standing).map(this::write);
        });
        ControlState state = write.map(written -> ControlState.decode(written.value()))
                .or(() -> found.get(found.size() - 1).current())
                .orElseThrow(() -> contradicted(found.get(found.size() - 1)));
        copyTo(elsewhere.join().keySet(), state);
        return state;
    }

    private ControlCopy.Write write(ControlState state) {
        return new ControlCopy.Write(new ControlKey.Application(application), state.encode());
    }

    private SwitchRefusedException contradicted(Standing standing) {
        return new SwitchRefusedException(
                "The state of application " + application + " is " + standing + ".",
                "decide for one of the clusters and switch to it.");
    }

    /** Brings copies up to a state; a cluster that could not be reached gets it from the instances when it is back. */
    private void copyTo(Collection<String> aliases, ControlState state) {
        for (String alias : aliases) {
            try {
                copyTo(alias, state, Deadline.in(otherWithin));
            } catch (MirrorException e) {
                // The state holds; the instances copy it when the cluster answers again.
            }
        }
    }

    /** Writes a state to a cluster whose copy is older. */
    void copyTo(String alias, ControlState state, Deadline until) {
        copy(alias)
                .decide(
                        until,
                        there -> there.state()
                                        .filter(known -> known.epoch() >= state.epoch())
                                        .isPresent()
                                ? Optional.empty()
                                : Optional.of(write(state)));
    }

    /** Writes something else than a state, given what the cluster's copy says. */
    Optional<ControlCopy.Write> write(
            String alias, Deadline until, Function<ControlRecords, Optional<ControlCopy.Write>> decision) {
        return copy(alias).decide(until, decision);
    }

    private Map<String, ControlRecords> readAll(
            Collection<String> aliases, Deadline until, Map<String, String> unread) {
        Map<String, CompletableFuture<ControlRecords>> reads = new TreeMap<>();
        aliases.forEach(alias -> reads.put(
                alias, CompletableFuture.supplyAsync(() -> copy(alias).read(until), ForkJoinPool.commonPool())));
        Map<String, ControlRecords> read = new TreeMap<>();
        reads.forEach((alias, answer) -> answer.handle((records, error) -> {
                    if (records != null) {
                        read.put(alias, records);
                    } else {
                        unread.put(alias, String.valueOf(cause(error).getMessage()));
                    }
                    return alias;
                })
                .join());
        return read;
    }

    private static Throwable cause(Throwable error) {
        return error.getCause() == null ? error : error.getCause();
    }

    private ControlCopy copy(String alias) {
        return Optional.ofNullable(copies.get(alias))
                .orElseThrow(() -> new IllegalArgumentException(
                        "no cluster " + alias + " among " + copies.keySet() + " of application " + application));
    }

    String application() {
        return application;
    }

    String who() {
        return who;
    }

    Map<String, ClusterSite> sites() {
        return sites;
    }

    /** Closes the connections. Idempotent; does not wait. */
    @Override
    public void close() {
        copies.values().forEach(ControlCopy::close);
    }

    @Override
    public String toString() {
        return "SwitchControl[" + application + " on " + copies.keySet() + "]";
    }

    /** Builds a {@link SwitchControl}. Setting a part twice is an error at the second call. Not thread-safe. */
    public static final class Builder {
        private final String application;
        private final Map<String, ClusterSite> sites = new LinkedHashMap<>();
        private @Nullable String who;
        private @Nullable Duration deadline;
        private @Nullable Duration otherWithin;

        private Builder(String application) {
            this.application = Checks.name("application", application);
        }

        /**
         * A cluster that the application works on.
         *
         * @param alias its alias, as flows name it
         * @param clientProperties how to connect to it. Copied
         * @return this
         */
        public Builder cluster(String alias, Map<String, ?> clientProperties) {
            Checks.once("cluster " + alias, sites.get(alias));
            sites.put(alias, new ClusterSite(alias, Map.copyOf(clientProperties)));
            return this;
        }

        /**
         * Who makes the changes.
         *
         * @param name a name for people to read; the system's user by default
         * @return this
         */
        public Builder who(String name) {
            Checks.once("who", who);
            who = name;
            return this;
        }

        /**
         * How long a call may take.
         *
         * @param duration more than zero; 15 seconds by default
         * @return this
         */
        public Builder deadline(Duration duration) {
            Checks.once("deadline", deadline);
            deadline = Checks.positive("deadline", duration);
            return this;
        }

        /**
         * How long a call waits for the cluster that it can do without, which may be lost.
         *
         * @param duration more than zero; 2 seconds by default
         * @return this
         */
        public Builder otherClusterWithin(Duration duration) {
            Checks.once("otherClusterWithin", otherWithin);
            otherWithin = Checks.positive("otherClusterWithin", duration);
            return this;
        }

        /**
         * Makes the control. Does not wait for the clusters.
         *
         * @return the control, which the caller closes
         * @throws IllegalStateException if there are not two clusters
         * @throws org.apache.kafka.common.KafkaException if client properties are wrong
         */
        public SwitchControl connect() {
            if (sites.size() != 2) {
                throw new IllegalStateException("a switch is between two clusters, not " + sites.keySet());
            }
            return new SwitchControl(this);
        }
    }
}
