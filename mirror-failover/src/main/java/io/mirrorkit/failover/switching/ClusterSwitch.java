package io.mirrorkit.failover.switching;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.errors.MirrorException;
import io.mirrorkit.api.ledger.ControlState;
import io.mirrorkit.api.ledger.HandOver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One instance of an application whose clients move between two clusters: follows the application's state on both, and tells the instance's
 * {@link SwitchableConsumer}s and {@link SwitchableProducer}s where to work.
 *
 * <pre>{@code
 * ClusterSwitch clusters = ClusterSwitch.builder("order-processing")
 *         .cluster("primary", primaryProperties)
 *         .cluster("backup", backupProperties)
 *         .flow(primaryToBackup)
 *         .flow(backupToPrimary)
 *         .startOn("primary")
 *         .start();
 * }</pre>
 *
 * <p>An instance that can read one copy goes by it; of two copies, the one with the higher epoch counts. It brings a copy that is behind up to
 * date, as when a lost cluster comes back. An instance that can read neither for the time of its lease stands still, or goes on, by choice.
 * Two clusters have no quorum: an instance that can see only the old one, while others switch on the new one, goes on working on the old one
 * until it sees more.
 *
 * <p>Thread-safe. Has four threads from {@link Builder#start()} to {@link #close()}.
 */
public final class ClusterSwitch implements AutoCloseable {

    private final String application;
    private final String instance;
    private final Map<String, ClusterSite> sites;
    private final Topology topology;
    private final SwitchControl control;
    private final TopicCatalog catalog;
    private final Watchers watchers;
    private final AtomicInteger clients = new AtomicInteger();

    private ClusterSwitch(Builder builder) {
        application = builder.application;
        instance = builder.instance == null
                ? org.apache.kafka.common.Uuid.randomUuid().toString()
                : builder.instance;
        sites = Map.copyOf(builder.sites);
        topology = new Topology(List.copyOf(builder.flows));
        SwitchControl.Builder controls = SwitchControl.builder(application).who("instance " + instance);
        sites.values().forEach(site -> controls.cluster(site.alias(), site.properties()));
        control = controls.connect();
        catalog = new TopicCatalog(sites, application);
        watchers = new Watchers(
                application,
                sites,
                control,
                new HandOverWork(sites, topology),
                new Watchers.Settings(
                        builder.requireStartOn(),
                        builder.lease == null ? Duration.ofSeconds(30) : builder.lease,
                        builder.leaseEnd == null ? Lease.STOP : builder.leaseEnd,
                        new HandOverDuty.Patience(
                                builder.handOver == null ? Duration.ofSeconds(10) : builder.handOver,
                                builder.silentAfter == null ? Duration.ofSeconds(15) : builder.silentAfter)),
                builder.listener == null ? event -> {} : builder.listener);
    }

    /**
     * Begins an instance.
     *
     * @param application the name under which the application's clients switch together: letters, digits, {@code .}, {@code _}, {@code -}
     * @return a builder, which needs two clusters, a flow and a cluster to start on
     */
    public static Builder builder(String application) {
        return new Builder(application);
    }

    /**
     * What both copies say now; see {@link SwitchControl#read()}.
     *
     * @return the reading
     * @throws io.mirrorkit.api.errors.ClusterUnavailableException if no cluster could be read
     */
    public ControlReading read() {
        return control.read();
    }

    /**
     * The state that this instance goes by. Does not block.
     *
     * @return empty while none is known, or two contradict each other, or the lease has ended
     */
    public Optional<ControlState> current() {
        return watchers.directive().state();
    }

    /**
     * Sends the clients of all instances to a cluster at once; see {@link SwitchControl#switchTo}. What this instance knows of the state counts
     * too, in case that only the lost cluster could tell. When this returns, this instance's clients follow already; the others do within a second.
     *
     * @param cluster the cluster's alias
     * @param why the reason
     * @return the state that counts now
     * @throws MirrorException if the cluster does not answer in time or refuses, or somebody else made another change
     */
    public ControlState switchTo(String cluster, String why) {
        ControlState state = control.switchTo(cluster, why, current());
        watchers.learn(state);
        return state;
    }

    String instance() {
        return instance;
    }

    Topology topology() {
        return topology;
    }

    ClusterSite site(String alias) {
        return Optional.ofNullable(sites.get(alias))
                .orElseThrow(() -> new IllegalStateException("The state of application " + application
                        + " names cluster " + alias + ", and this instance knows " + sites.keySet()));
    }

    TopicCatalog catalog() {
        return catalog;
    }

    Translations translations() {
        return new Translations(sites, topology);
    }

    Directive directive() {
        return watchers.directive();
    }

    /** Where a group goes on after the last change that stopped it, if that is known. */
    Optional<HandOver> handOver(String group, ControlState state) {
        return state.origin().flatMap(origin -> watchers.handOver(group, state.active(), origin));
    }

    /** An id for a client of this instance. */
    String newClientId(String kind) {
        return instance + "/" + kind + "-" + clients.incrementAndGet();
    }

    void enlist(SwitchedClient client) {
        watchers.enlist(client);
    }

    void dismiss(SwitchedClient client) {
        watchers.dismiss(client);
    }

    /** Has a client's present status written now. */
    void say(SwitchedClient client) {
        watchers.say(client);
    }

    /** Waits until something changes, or the time is up. */
    void await(Duration atMost) throws InterruptedException {
        watchers.await(atMost);
    }

    /** Stops following, and takes back what the instance's clients said of themselves; close the clients first. Idempotent. */
    @Override
    public void close() {
        watchers.close();
        catalog.close();
        control.close();
    }

    @Override
    public String toString() {
        return "ClusterSwitch[" + application + ", instance " + instance + "]";
    }

    /** Builds a {@link ClusterSwitch}. Setting a part twice is an error at the second call. Not thread-safe. */
    public static final class Builder {
        private final String application;
        private final Map<String, ClusterSite> sites = new LinkedHashMap<>();
        private final List<Flow> flows = new ArrayList<>();
        private @Nullable String instance;
        private @Nullable String startOn;
        private @Nullable Duration lease;
        private @Nullable Lease leaseEnd;
        private @Nullable Duration handOver;
        private @Nullable Duration silentAfter;
        private @Nullable SwitchListener listener;

        private Builder(String application) {
            this.application = Checks.name("application", application);
        }

        /**
         * A cluster that the application works on.
         *
         * @param alias its alias, as flows name it
         * @param clientProperties how all clients connect to it: bootstrap servers, security, {@code client.rack}. Copied
         * @return this
         */
        public Builder cluster(String alias, Map<String, ?> clientProperties) {
            Checks.once("cluster " + alias, sites.get(alias));
            sites.put(alias, new ClusterSite(alias, Map.copyOf(clientProperties)));
            return this;
        }

        /**
         * A flow between the two clusters; its naming says which topics hold the same records. One for each direction at the most.
         *
         * @param flow the flow, built as the engine's application builds it
         * @return this
         */
        public Builder flow(Flow flow) {
            flows.add(flow);
            return this;
        }

        /**
         * This instance's name, unique among the application's instances, which hand-overs call it by.
         *
         * @param name letters, digits, {@code .}, {@code _} and {@code -}; a random one by default
         * @return this
         */
        public Builder instance(String name) {
            Checks.once("instance", instance);
            instance = Checks.name("instance", name);
            return this;
        }

        /**
         * On which cluster the application works if nobody has ever said so.
         *
         * @param alias the cluster's alias
         * @return this
         */
        public Builder startOn(String alias) {
            Checks.once("startOn", startOn);
            startOn = alias;
            return this;
        }

        /**
         * How long this instance goes on without reading any copy of the state, and what it does then.
         *
         * @param duration more than zero; 30 seconds by default
         * @param then what it does; {@link Lease#STOP} by default
         * @return this
         */
        public Builder lease(Duration duration, Lease then) {
            Checks.once("lease", lease);
            lease = Checks.positive("lease", duration);
            leaseEnd = then;
            return this;
        }

        /**
         * How long a group's members wait for each other after a switch before they go on without the late ones.
         *
         * @param duration more than zero; 10 seconds by default
         * @return this
         */
        public Builder handOverDeadline(Duration duration) {
            Checks.once("handOverDeadline", handOver);
            handOver = Checks.positive("handOverDeadline", duration);
            return this;
        }

        /**
         * After which silence another instance counts as gone, so that nobody waits for it. Instances speak every three seconds.
         *
         * @param duration more than zero; 15 seconds by default
         * @return this
         */
        public Builder silentAfter(Duration duration) {
            Checks.once("silentAfter", silentAfter);
            silentAfter = Checks.positive("silentAfter", duration);
            return this;
        }

        /**
         * Who is told what happens.
         *
         * @param observer the listener; none by default
         * @return this
         */
        public Builder listener(SwitchListener observer) {
            Checks.once("listener", listener);
            listener = observer;
            return this;
        }

        private String requireStartOn() {
            if (startOn == null || !sites.containsKey(startOn)) {
                throw new IllegalStateException("startOn is " + startOn + ", which is none of " + sites.keySet());
            }
            return startOn;
        }

        private void check() {
            if (sites.size() != 2) {
                throw new IllegalStateException("a switch is between two clusters, not " + sites.keySet());
            }
            requireStartOn();
            if (flows.isEmpty()) {
                throw new IllegalStateException("a switch needs a flow between its clusters");
            }
            for (Flow flow : flows) {
                if (!sites.containsKey(flow.source()) || !sites.containsKey(flow.target())) {
                    throw new IllegalStateException("flow " + flow.name() + " is not between " + sites.keySet());
                }
                if (flows.stream()
                                .filter(other -> other.source().equals(flow.source()))
                                .count()
                        > 1) {
                    throw new IllegalStateException("there are two flows from " + flow.source());
                }
            }
        }

        /**
         * Makes the instance and starts following. Does not wait for the clusters.
         *
         * @return the instance, which the caller closes
         * @throws IllegalStateException if there are not two clusters, no flow between them, or two in one direction, or no cluster to start on
         * @throws org.apache.kafka.common.KafkaException if client properties are wrong
         */
        public ClusterSwitch start() {
            check();
            ClusterSwitch clusters = new ClusterSwitch(this);
            clusters.watchers.start();
            return clusters;
        }
    }
}
