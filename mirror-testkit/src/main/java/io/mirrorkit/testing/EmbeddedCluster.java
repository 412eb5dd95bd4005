package io.mirrorkit.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.server.BrokerServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNode;
import org.apache.kafka.common.test.TestKitNodes;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.awaitility.Awaitility;

/**
 * A KRaft cluster in this JVM, on the newest metadata version that is released. Broker ids count from 0; the one controller shares broker
 * 0's process and goes on when broker 0 is stopped.
 *
 * <p>Several clusters may run at once. One thread drives a cluster; any number of clients use it.
 */
public final class EmbeddedCluster implements TestCluster {

    /** Between brokers, on a port of the test kit's choice. */
    private static final String INTERNAL = "INTERNAL";

    private static final String CONTROLLER = "CONTROLLER";

    /** For clients, on a port that never changes. */
    private static final String CLIENT = "CLIENT";

    /** For clients behind the proxy: advertises the proxy's port. */
    private static final String PROXIED = "PROXIED";

    private final KafkaClusterTestKit kit;
    private final String bootstrapServers;
    private final Optional<LoopbackProxy> proxy;
    private final SharedAdmin admin;
    private boolean closed;

    private EmbeddedCluster(KafkaClusterTestKit kit, String bootstrapServers, Optional<LoopbackProxy> proxy) {
        this.kit = kit;
        this.bootstrapServers = bootstrapServers;
        this.proxy = proxy;
        this.admin = new SharedAdmin(bootstrapServers);
    }

    /** A builder of a cluster with one broker. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts a cluster of one broker with nothing special; takes one to two seconds. */
    public static EmbeddedCluster start() {
        return builder().start();
    }

    @Override
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public String clusterId() {
        return kit.nodes().clusterId();
    }

    @Override
    public Admin admin() {
        return admin.get();
    }

    /**
     * The proxy that clients pass when they use {@link LoopbackProxy#bootstrapServers()}; one for all brokers. Clients that use this
     * cluster's own {@link #bootstrapServers()}, and the brokers among themselves, don't pass it.
     *
     * @throws IllegalStateException without {@link Builder#behindProxy()}
     */
    public LoopbackProxy proxy() {
        return proxy.orElseThrow(() -> new IllegalStateException("This cluster was not started behind a proxy"));
    }

    /** Creates a topic with one replica and returns when every broker knows it. */
    public void createTopic(String topic, int partitions) {
        createTopic(topic, partitions, 1, Map.of());
    }

    /** Creates a topic and returns when every running broker knows all its partitions. */
    public void createTopic(String topic, int partitions, int replicas, Map<String, String> configs) {
        NewTopic definition = new NewTopic(topic, partitions, (short) replicas).configs(configs);
        try {
            admin().createTopics(List.of(definition)).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Could not create " + topic, e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        Awaitility.await("topic " + topic).until(() -> kit.brokers().values().stream()
                .filter(broker -> !broker.isShutdown())
                .allMatch(broker -> knows(broker, topic, partitions)));
    }

    private static boolean knows(BrokerServer broker, String topic, int partitions) {
        return broker.metadataCache()
                .numPartitions(topic)
                .filter(n -> n == partitions)
                .isPresent();
    }

    /** Shuts a broker down in good order and returns when it is down; its data stays. */
    public void stopBroker(int id) {
        BrokerServer broker = broker(id);
        broker.shutdown();
        broker.awaitShutdown();
    }

    /** Starts a stopped broker with its old data and ports, and returns when it serves again. */
    public void startBroker(int id) {
        broker(id).startup();
    }

    private BrokerServer broker(int id) {
        BrokerServer broker = kit.brokers().get(id);
        if (broker == null) {
            throw new IllegalArgumentException(
                    "No broker " + id + " among " + kit.brokers().keySet());
        }
        return broker;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        admin.close();
        proxy.ifPresent(LoopbackProxy::close);
        try {
            kit.close();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (Exception e) {
            throw new IllegalStateException("Cluster " + clusterId() + " did not run or stop cleanly", e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted", e);
    }

    /** Says what cluster to start. */
    public static final class Builder {

        private int brokers = 1;
        private boolean proxied;
        private final Map<String, String> properties = new TreeMap<>();
        private final Map<Integer, Map<String, String>> ownProperties = new HashMap<>();

        private Builder() {}

        /** How many brokers; 1 by default. */
        public Builder brokers(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("A cluster needs a broker, not " + count);
            }
            brokers = count;
            return this;
        }

        /** Sets a property of every broker; the last value counts, over this class's own too. */
        public Builder property(String name, String value) {
            properties.put(name, value);
            return this;
        }

        /** Sets a property of one broker. */
        public Builder property(int broker, String name, String value) {
            ownProperties.computeIfAbsent(broker, id -> new TreeMap<>()).put(name, value);
            return this;
        }

        /** Adds a listener to every broker that advertises a proxy: see {@link EmbeddedCluster#proxy()}. */
        public Builder behindProxy() {
            proxied = true;
            return this;
        }

        /** Starts the cluster and returns when all its brokers serve. */
        public EmbeddedCluster start() {
            List<Integer> clientPorts = ports();
            Optional<LoopbackProxy> proxy = proxied ? Optional.of(LoopbackProxy.inFrontOf(ports())) : Optional.empty();
            EmbeddedCluster cluster =
                    new EmbeddedCluster(build(clientPorts, proxy), Loopback.addresses(clientPorts), proxy);
            try {
                format(cluster.kit.nodes());
                cluster.kit.startup();
                cluster.kit.waitForReadyBrokers();
                return cluster;
            } catch (Exception e) {
                cluster.close();
                throw new IllegalStateException("The cluster did not start", e);
            }
        }

        private List<Integer> ports() {
            return IntStream.range(0, brokers)
                    .mapToObj(broker -> FreePorts.OF_THIS_JVM.next())
                    .toList();
        }

        private KafkaClusterTestKit build(List<Integer> clientPorts, Optional<LoopbackProxy> proxy) {
            Map<Integer, Map<String, String>> perBroker = new HashMap<>();
            for (int id = 0; id < brokers; id++) {
                Map<String, String> own = new TreeMap<>(listeners(id, clientPorts.get(id), proxy));
                own.putAll(ownProperties.getOrDefault(id, Map.of()));
                perBroker.put(id, own);
            }
            TestKitNodes nodes = new TestKitNodes.Builder(releasedFeatures())
                    .setBrokerListenerName(ListenerName.normalised(INTERNAL))
                    .setControllerListenerName(ListenerName.normalised(CONTROLLER))
                    .setCombined(true)
                    .setNumControllerNodes(1)
                    .setNumBrokerNodes(brokers)
                    .setPerServerProperties(perBroker)
                    .setBaseDirectory(Loopback.temporaryDirectory())
                    .build();
            KafkaClusterTestKit.Builder kit = new KafkaClusterTestKit.Builder(nodes);
            kit.setConfigProp(
                    "listener.security.protocol.map", Loopback.plaintext(INTERNAL, CONTROLLER, CLIENT, PROXIED));
            BrokerSettings.quick(brokers).forEach(kit::setConfigProp);
            properties.forEach(kit::setConfigProp);
            try {
                return kit.build();
            } catch (Exception e) {
                throw new IllegalStateException("The cluster could not be set up", e);
            }
        }

        private static Map<String, String> listeners(int id, int clientPort, Optional<LoopbackProxy> proxy) {
            List<String> listeners = new ArrayList<>();
            List<String> advertised = new ArrayList<>();
            listeners.add(INTERNAL + "://localhost:0");
            advertised.add(INTERNAL + "://localhost:0");
            listeners.add(Loopback.listener(CLIENT, clientPort));
            advertised.add(Loopback.listener(CLIENT, clientPort));
            proxy.ifPresent(p -> {
                listeners.add(Loopback.listener(PROXIED, p.targetPorts().get(id)));
                advertised.add(Loopback.listener(PROXIED, p.ports().get(id)));
            });
            if (id == 0) {
                listeners.add(CONTROLLER + "://localhost:0");
            }
            return Map.of(
                    "listeners", String.join(",", listeners), "advertised.listeners", String.join(",", advertised));
        }

        /** As the kit's own {@code format()}, which prints what it does. */
        private static void format(TestKitNodes nodes) throws Exception {
            Map<Integer, TestKitNode> all = new HashMap<>(nodes.brokerNodes());
            all.putAll(nodes.controllerNodes());
            for (TestKitNode node : all.values()) {
                new Formatter()
                        .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
                        .setNodeId(node.id())
                        .setClusterId(nodes.clusterId())
                        .setReleaseVersion(nodes.bootstrapMetadata().metadataVersion())
                        .setControllerListenerName(CONTROLLER)
                        .setDirectories(node.logDataDirectories())
                        .setMetadataLogDirectory(node.metadataDirectory())
                        .run();
            }
        }

        private static BootstrapMetadata releasedFeatures() {
            MetadataVersion version = MetadataVersion.latestProduction();
            Map<String, Short> levels = Feature.PRODUCTION_FEATURES.stream()
                    .collect(Collectors.toMap(Feature::featureName, feature -> feature.defaultLevel(version)));
            return BootstrapMetadata.fromVersions(version, levels, "test");
        }
    }
}
