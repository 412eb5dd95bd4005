package io.mirrorkit.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.awaitility.Awaitility;

/**
 * The network between clients and a cluster's brokers, one port for each broker: it can be slow, hang, be cut, and damage what it carries,
 * all at run time and for the connections that exist as for those to come.
 *
 * <p>Brokers must advertise this proxy's ports, as {@link EmbeddedCluster.Builder#behindProxy()} and
 * {@link BrokerProcess.Builder#behindProxy()} arrange; otherwise clients go round it after their first request.
 *
 * <p>All methods may be called from any thread; none waits for the network.
 */
public final class LoopbackProxy implements AutoCloseable {

    private enum State {
        PASSING,
        HANGING,
        CUT
    }

    private static final int NOT_CONNECTED_BACKLOG = 50;

    private final List<Integer> ports;
    private final List<Integer> targetPorts;
    private final AtomicLongArray responseBytes;
    private final AtomicInteger connectionNumbers = new AtomicInteger();
    private volatile long requestDelayNanos;
    private volatile long responseDelayNanos;
    private volatile Optional<Damage> requestDamage = Optional.empty();
    private volatile Optional<Damage> responseDamage = Optional.empty();

    // Guarded by this.
    private State state = State.CUT;
    private final List<ServerSocket> doors = new ArrayList<>();
    private final Set<ProxyConnection> connections = new HashSet<>();

    private LoopbackProxy(List<Integer> ports, List<Integer> targetPorts) {
        this.ports = List.copyOf(ports);
        this.targetPorts = List.copyOf(targetPorts);
        this.responseBytes = new AtomicLongArray(targetPorts.size());
    }

    /** A proxy in front of these ports of the loopback interface, on ports of its own; it passes everything at once. */
    public static LoopbackProxy inFrontOf(List<Integer> targetPorts) {
        List<Integer> ports =
                targetPorts.stream().map(target -> FreePorts.OF_THIS_JVM.next()).toList();
        LoopbackProxy proxy = new LoopbackProxy(ports, targetPorts);
        proxy.restore();
        return proxy;
    }

    /** The ports to connect to, in the order of the target ports. */
    public List<Integer> ports() {
        return ports;
    }

    /** The ports in front of which this proxy stands. */
    public List<Integer> targetPorts() {
        return targetPorts;
    }

    /** How many bytes a broker has sent to clients, the brokers in the order of their ports. */
    public long responseBytes(int broker) {
        return responseBytes.get(broker);
    }

    /** Where clients connect so that they pass this proxy. */
    public String bootstrapServers() {
        return Loopback.addresses(ports);
    }

    /** Delays each direction by this much, so that a round trip takes twice that; bytes under way keep the delay they left with. */
    public void delay(Duration eachWay) {
        delayRequests(eachWay);
        delayResponses(eachWay);
    }

    /** Delays what clients send. */
    public void delayRequests(Duration delay) {
        requestDelayNanos = delay.toNanos();
    }

    /** Delays what brokers send. */
    public void delayResponses(Duration delay) {
        responseDelayNanos = delay.toNanos();
    }

    /** Damages what clients send from now on, until {@link #heal()}. For connections without encryption alone. */
    public void damageRequests(Damage damage) {
        requestDamage = Optional.of(damage);
    }

    /** Damages what brokers send from now on, until {@link #heal()}. For connections without encryption alone. */
    public void damageResponses(Damage damage) {
        responseDamage = Optional.of(damage);
    }

    /** Damages nothing any more. Connections on which bytes are missing, or too many, stay as they are. */
    public void heal() {
        requestDamage = Optional.empty();
        responseDamage = Optional.empty();
    }

    /** Closes all connections and refuses new ones until {@link #restore()}. Bytes that this proxy still held are lost. */
    public synchronized void cut() {
        state = State.CUT;
        doors.forEach(LoopbackProxy::closeQuietly);
        doors.clear();
        Set.copyOf(connections).forEach(ProxyConnection::close);
    }

    /** Accepts connections and bytes but forwards nothing until {@link #restore()}, which lets the held bytes go on. */
    public synchronized void hang() {
        openDoors();
        state = State.HANGING;
        connections.forEach(ProxyConnection::hold);
    }

    /** Ends a cut or a hang; delays stay as they are. */
    public synchronized void restore() {
        openDoors();
        state = State.PASSING;
        connections.forEach(ProxyConnection::release);
    }

    /** As {@link #cut()}; for good. */
    @Override
    public void close() {
        cut();
    }

    private void openDoors() {
        if (state != State.CUT) {
            return;
        }
        for (int i = 0; i < ports.size(); i++) {
            int port = ports.get(i);
            int broker = i;
            ServerSocket door = open(port);
            doors.add(door);
            start("proxy-" + port, () -> acceptAll(door, broker));
        }
    }

    /** A door that was closed a moment ago is gone when the thread that waited at it has noticed. */
    private static ServerSocket open(int port) {
        return Awaitility.await("port " + port)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .ignoreException(BindException.class)
                .until(() -> openOnce(port), Objects::nonNull);
    }

    private static ServerSocket openOnce(int port) throws IOException {
        ServerSocket door = new ServerSocket();
        try {
            door.setReuseAddress(true);
            door.bind(Loopback.address(port), NOT_CONNECTED_BACKLOG);
            return door;
        } catch (IOException e) {
            closeQuietly(door);
            throw e;
        }
    }

    private void acceptAll(ServerSocket door, int number) {
        while (!door.isClosed()) {
            try {
                connect(door.accept(), number);
            } catch (IOException e) {
                // The door was closed by a cut, which ends the loop, or this one client has gone.
            }
        }
    }

    private void connect(Socket client, int number) {
        Socket broker = new Socket();
        try {
            broker.connect(Loopback.address(targetPorts.get(number)));
            client.setTcpNoDelay(true);
            broker.setTcpNoDelay(true);
        } catch (IOException e) {
            // The broker is away: the client sees its connection end, as it would see it refused.
            closeQuietly(client);
            closeQuietly(broker);
            return;
        }
        admit(new ProxyConnection(client, broker, bytes -> responseBytes.addAndGet(number, bytes), this::forget));
    }

    private synchronized void admit(ProxyConnection connection) {
        if (state == State.CUT) {
            connection.close();
            return;
        }
        if (state == State.HANGING) {
            connection.hold();
        }
        connections.add(connection);
        String name = "proxy-connection-" + connectionNumbers.incrementAndGet();
        start(name + "-requests-in", () -> connection.readRequests(() -> requestDelayNanos, () -> requestDamage));
        start(name + "-requests-out", connection::writeRequests);
        start(name + "-responses-in", () -> connection.readResponses(() -> responseDelayNanos, () -> responseDamage));
        start(name + "-responses-out", connection::writeResponses);
    }

    private synchronized void forget(ProxyConnection connection) {
        connections.remove(connection);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // Nothing depends on how a socket ends.
        }
    }
}
