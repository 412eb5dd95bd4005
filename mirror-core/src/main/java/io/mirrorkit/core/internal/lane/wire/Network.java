package io.mirrorkit.core.internal.lane.wire;

import io.mirrorkit.core.internal.lane.wire.BufferPool.Pooled;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientDnsLookup;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.RequestCompletionHandler;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.memory.MemoryPool;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ChannelBuilder;
import org.apache.kafka.common.network.ChannelMetadataRegistry;
import org.apache.kafka.common.network.KafkaChannel;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * One selector for the connections to both clusters, so that one wait hears them all. Nodes of the target have ids of their own range; each
 * side's channels come from its own configuration, and so have its TLS and SASL. Belongs to a lane's worker, but for {@link #wakeup}.
 */
final class Network implements Closeable {

    /** The pause before something that failed is tried again. */
    static final long BACKOFF_NANOS = 100_000_000L;

    /** Added to a target broker's id. Real ids are small; those of bootstrap addresses are negative on either side. */
    private static final int TARGET_IDS = 1 << 30;

    /** Added to a broker's id for each further connection to it. */
    private static final int CONNECTION_IDS = 1 << 26;

    private static final int FIRST_BOOTSTRAP_ID = -1;
    private static final int FIRST_TARGET_BOOTSTRAP_ID = -(1 << 20);

    /** A response may hold one batch more than was asked for, as large as brokers are ever told to allow. */
    private static final int LARGEST_RESPONSE = 512 << 20;

    /** A cluster as this class sees it. */
    enum Side {
        SOURCE,
        TARGET;

        private static Side of(int nodeId) {
            return nodeId >= TARGET_IDS || nodeId <= FIRST_TARGET_BOOTSTRAP_ID ? TARGET : SOURCE;
        }

        /** A broker under an id that is unique among both clusters. */
        Node node(int brokerId, String host, int port) {
            return new Node(this == TARGET ? brokerId + TARGET_IDS : brokerId, host, port);
        }
    }

    private final Metrics metrics = new Metrics();
    private final NetworkClient client;
    private final ByChannel channels;
    private final int requestTimeoutMs;
    private @Nullable RuntimeException failure;

    Network(String clientId, AbstractConfig source, AbstractConfig target, BufferPool pool) {
        LogContext log = new LogContext("[" + clientId + "] ");
        Time time = Time.SYSTEM;
        this.requestTimeoutMs = Math.max(
                source.getInt(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG),
                target.getInt(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG));
        this.channels = new ByChannel(
                ClientUtils.createChannelBuilder(source, time, log),
                ClientUtils.createChannelBuilder(target, time, log),
                pool);
        Selector selector = new Selector(
                LARGEST_RESPONSE,
                longer(CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG, source, target),
                metrics,
                time,
                "mirrorkit-wire",
                Map.of(),
                false,
                false,
                channels,
                MemoryPool.NONE,
                log);
        this.client = new NetworkClient(
                selector,
                new ManualMetadataUpdater(),
                clientId,
                RepackRule.IN_FLIGHT,
                longer(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, source, target),
                longer(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, source, target),
                target.getInt(CommonClientConfigs.SEND_BUFFER_CONFIG),
                source.getInt(CommonClientConfigs.RECEIVE_BUFFER_CONFIG),
                requestTimeoutMs,
                longer(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, source, target),
                longer(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, source, target),
                time,
                true,
                new ApiVersions(),
                log,
                MetadataRecoveryStrategy.NONE);
    }

    /** What holds for both sides is the longer of the two. */
    private static long longer(String key, AbstractConfig source, AbstractConfig target) {
        return Math.max(source.getLong(key), target.getLong(key));
    }

    /** The bootstrap addresses of a side, as nodes. */
    static List<Node> bootstrap(Side side, AbstractConfig config) {
        int first = side == Side.TARGET ? FIRST_TARGET_BOOTSTRAP_ID : FIRST_BOOTSTRAP_ID;
        List<java.net.InetSocketAddress> addresses = ClientUtils.parseAndValidateAddresses(
                config.getList(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG),
                ClientDnsLookup.forConfig(config.getString(CommonClientConfigs.CLIENT_DNS_LOOKUP_CONFIG)));
        return java.util.stream.IntStream.range(0, addresses.size())
                .mapToObj(i -> new Node(
                        first - i,
                        addresses.get(i).getHostString(),
                        addresses.get(i).getPort()))
                .toList();
    }

    /**
     * Whether a request can be sent to a node now; begins to connect if not.
     *
     * @throws AuthenticationException if the node refused the credentials
     */
    boolean isReady(Node node) {
        AuthenticationException refused = client.authenticationException(node);
        if (refused != null) {
            throw refused;
        }
        return client.ready(node, now());
    }

    /** Whether the last attempt to connect failed. */
    boolean failed(Node node) {
        return client.connectionFailed(node);
    }

    /** The same broker, under an id that gets a connection of its own. */
    Node another(Node node, int number) {
        return number == 0 ? node : new Node(node.id() + number * CONNECTION_IDS, node.host(), node.port());
    }

    /** How many requests to a node are not answered. */
    int inFlight(Node node) {
        return client.inFlightRequestCount(node.idString());
    }

    /** Sends a request to a ready node; the handler is called by {@link #poll}, exactly once. */
    void send(Node node, AbstractRequest.Builder<?> request, RequestCompletionHandler handler) {
        RequestCompletionHandler guarded = response -> handle(handler, response);
        client.send(client.newClientRequest(node.idString(), request, now(), true, requestTimeoutMs, guarded), now());
    }

    /**
     * Kafka's client logs what a handler throws and goes on, with whatever the handler left undone; here it ends the lane, which begins anew.
     */
    private void handle(RequestCompletionHandler handler, ClientResponse response) {
        try {
            handler.onComplete(response);
        } catch (RuntimeException e) {
            failure = failure == null ? e : failure;
        }
    }

    /**
     * Sends, receives and calls handlers; waits if there is nothing to do.
     *
     * @throws RuntimeException what a handler threw; nothing more can be done with this network
     */
    void poll(long atMostMs) {
        client.poll(atMostMs, now());
        if (failure != null) {
            throw failure;
        }
    }

    /** Whether a request can be sent to a node now; never begins to connect. */
    boolean isConnected(Node node) {
        return client.isReady(node, now());
    }

    /** Ends the wait of {@link #poll}; from any thread. */
    void wakeup() {
        client.wakeup();
    }

    /**
     * The memory that holds the response which a node's handler is being called with; the caller has to release it. Null if it is on the
     * heap.
     */
    @Nullable
    Pooled takeResponseMemory(Node node) {
        return channels.takeMemory(node.idString());
    }

    private static long now() {
        return Time.SYSTEM.milliseconds();
    }

    @Override
    public void close() {
        Utils.closeQuietly(client, "network client");
        Utils.closeQuietly(metrics, "metrics");
    }

    /** Builds each side's channels by its own configuration, and gives each channel its own memory to receive into. */
    private static final class ByChannel implements ChannelBuilder {

        private final ChannelBuilder source;
        private final ChannelBuilder target;
        private final BufferPool pool;
        private final Map<String, ReceiveMemory> memories = new HashMap<>();

        ByChannel(ChannelBuilder source, ChannelBuilder target, BufferPool pool) {
            this.source = source;
            this.target = target;
            this.pool = pool;
        }

        @Override
        public KafkaChannel buildChannel(
                String id, SelectionKey key, int maxReceiveSize, MemoryPool ignored, ChannelMetadataRegistry registry) {
            ReceiveMemory memory = new ReceiveMemory(pool);
            ReceiveMemory before = memories.put(id, memory);
            if (before != null) {
                before.releaseLast();
            }
            ChannelBuilder builder = Side.of(Integer.parseInt(id)) == Side.TARGET ? target : source;
            return builder.buildChannel(id, key, maxReceiveSize, memory, registry);
        }

        @Nullable
        Pooled takeMemory(String id) {
            ReceiveMemory memory = memories.get(id);
            return memory == null ? null : memory.take();
        }

        @Override
        public void configure(Map<String, ?> configs) {
            // The builders were configured when they were made.
        }

        @Override
        public void close() {
            source.close();
            target.close();
        }
    }

    /**
     * The memory of one channel's responses. A channel receives one response at a time, and the handler of one runs before the next begins,
     * so the last buffer given is the one of the response that is being handled.
     */
    private static final class ReceiveMemory implements MemoryPool {

        private final BufferPool pool;
        private @Nullable Pooled last;

        ReceiveMemory(BufferPool pool) {
            this.pool = pool;
        }

        @Override
        public ByteBuffer tryAllocate(int sizeBytes) {
            releaseLast();
            if (sizeBytes < BufferPool.SMALLEST) {
                return ByteBuffer.allocate(sizeBytes);
            }
            last = pool.take(sizeBytes);
            return last.bytes();
        }

        /** Called when a channel is closed in the middle of a response. */
        @Override
        public void release(ByteBuffer previouslyAllocated) {
            releaseLast();
        }

        @Nullable
        Pooled take() {
            Pooled taken = last;
            last = null;
            return taken;
        }

        private void releaseLast() {
            if (last != null) {
                last.release();
                last = null;
            }
        }

        @Override
        public long size() {
            return Long.MAX_VALUE;
        }

        @Override
        public long availableMemory() {
            return Long.MAX_VALUE;
        }

        @Override
        public boolean isOutOfMemory() {
            return false;
        }
    }
}
