package io.mirrorkit.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;

/**
 * A cluster of one broker, which is its own controller, in a JVM of its own: it can be killed, frozen, and started again on its data and
 * its port. What it logs goes to a file in its directory. It ends by itself when the JVM that started it ends.
 *
 * <p>One thread drives it; any number of clients use it.
 */
public final class BrokerProcess implements TestCluster {

    private static final String CONTROLLER = "CONTROLLER";
    private static final String CLIENT = "CLIENT";
    private static final String PROXIED = "PROXIED";
    private static final String DATA = "data";

    private final Path directory;
    private final String clusterId;
    private final List<String> jvmArguments;
    private final String bootstrapServers;
    private final Optional<LoopbackProxy> proxy;
    private final SharedAdmin admin;
    private Process process;

    private BrokerProcess(Builder builder, Path directory, int port, Optional<LoopbackProxy> proxy) {
        this.directory = directory;
        this.clusterId = Uuid.randomUuid().toString();
        this.jvmArguments = List.copyOf(builder.jvmArguments);
        this.bootstrapServers = Loopback.addresses(List.of(port));
        this.proxy = proxy;
        this.admin = new SharedAdmin(bootstrapServers);
        this.process = launch();
    }

    /** A builder of a broker process. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts a broker with nothing special; takes a few seconds. */
    public static BrokerProcess start() {
        return builder().start();
    }

    @Override
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public String clusterId() {
        return clusterId;
    }

    @Override
    public Admin admin() {
        return admin.get();
    }

    /**
     * The proxy that clients pass when they use {@link LoopbackProxy#bootstrapServers()}.
     *
     * @throws IllegalStateException without {@link Builder#behindProxy()}
     */
    public LoopbackProxy proxy() {
        return proxy.orElseThrow(() -> new IllegalStateException("This broker was not started behind a proxy"));
    }

    /** Where the broker keeps a partition's log; to be changed only while it is killed. */
    public Path logDirectory(TopicPartition partition) {
        return directory.resolve(DATA).resolve(partition.toString());
    }

    /** Whether the process exists; a suspended one does. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Kills the process, suspended or not, with no chance to tidy up, and returns when it has gone. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(process);
    }

    /**
     * Starts a killed broker again on its data and its port, and returns when it serves.
     *
     * @throws IllegalStateException if it still runs
     */
    public void restart() {
        if (process.isAlive()) {
            throw new IllegalStateException("The broker still runs");
        }
        process = launch();
    }

    /** Freezes the process and returns when it stands still: its connections stay open, and nothing is answered. */
    public void suspend() {
        signal("STOP");
        Awaitility.await("suspended broker").pollInterval(Duration.ofMillis(1)).until(this::standsStill);
    }

    /** Ends {@link #suspend()}. */
    public void resume() {
        signal("CONT");
    }

    /** Kills the process and deletes its data; idempotent. */
    @Override
    public void close() {
        admin.close();
        proxy.ifPresent(LoopbackProxy::close);
        kill();
        delete(directory);
    }

    /** The signal reaches thread after thread; only Linux tells which have stopped, and elsewhere this doesn't wait for them. */
    private boolean standsStill() throws IOException {
        Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
        if (!Files.exists(threads)) {
            return true;
        }
        try (Stream<Path> all = Files.list(threads)) {
            return all.allMatch(BrokerProcess::isStopped);
        }
    }

    private static boolean isStopped(Path thread) {
        try {
            return Files.readString(thread.resolve("status")).contains("\nState:\tT");
        } catch (IOException e) {
            // The thread has ended.
            return true;
        }
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (awaitExit(kill) != 0) {
                throw new IllegalStateException("Could not send " + name + " to the broker");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArguments);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BrokerProcessMain.class.getName()));
        command.addAll(List.of(propertiesFile(directory).toString(), clusterId));
        Path log = directory.resolve("broker.log");
        try {
            Process started = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            awaitReady(started, log);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitReady(Process started, Path log) throws IOException {
        // Not closed: the process keeps its standard output for as long as it runs, and writes nothing more to it.
        BufferedReader output = started.inputReader(UTF_8);
        for (String line = output.readLine(); !BrokerProcessMain.READY.equals(line); line = output.readLine()) {
            if (line == null) {
                throw new IllegalStateException("The broker did not start:\n" + Files.readString(log));
            }
        }
    }

    private static int awaitExit(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static void delete(Path directory) {
        try {
            Utils.delete(directory.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path propertiesFile(Path directory) {
        return directory.resolve("server.properties");
    }

    /** Says what broker to start. */
    public static final class Builder {

        /** Another program may take a port between the look at it and the broker's start. */
        private static final int START_ATTEMPTS = 3;

        private boolean proxied;
        private final Map<String, String> properties = new TreeMap<>();
        private final List<String> jvmArguments = new ArrayList<>(List.of("-Xmx1g"));

        private Builder() {}

        /** Sets a broker property; the last value counts, over this class's own too. */
        public Builder property(String name, String value) {
            properties.put(name, value);
            return this;
        }

        /** Adds an argument for the broker's JVM; the default is {@code -Xmx1g} alone. */
        public Builder jvmArgument(String argument) {
            jvmArguments.add(argument);
            return this;
        }

        /** Adds a listener that advertises a proxy: see {@link BrokerProcess#proxy()}. */
        public Builder behindProxy() {
            proxied = true;
            return this;
        }

        /** Starts the process and returns when the broker serves. */
        public BrokerProcess start() {
            IllegalStateException taken = null;
            for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
                try {
                    return startOnce();
                } catch (IllegalStateException e) {
                    if (!String.valueOf(e.getMessage()).contains("Address already in use")) {
                        throw e;
                    }
                    taken = e;
                }
            }
            throw new IllegalStateException("Somebody else took the broker's port, every time", taken);
        }

        private BrokerProcess startOnce() {
            Path directory = Loopback.temporaryDirectory();
            int port = FreePorts.OF_THIS_JVM.next();
            Optional<LoopbackProxy> proxy = proxied
                    ? Optional.of(LoopbackProxy.inFrontOf(List.of(FreePorts.OF_THIS_JVM.next())))
                    : Optional.empty();
            write(serverProperties(directory, port, proxy), propertiesFile(directory));
            try {
                return new BrokerProcess(this, directory, port, proxy);
            } catch (RuntimeException e) {
                proxy.ifPresent(LoopbackProxy::close);
                delete(directory);
                throw e;
            }
        }

        private Properties serverProperties(Path directory, int port, Optional<LoopbackProxy> proxy) {
            int controllerPort = FreePorts.OF_THIS_JVM.next();
            String listeners = Loopback.listener(CLIENT, port);
            String advertised = listeners;
            if (proxy.isPresent()) {
                listeners += ","
                        + Loopback.listener(PROXIED, proxy.get().targetPorts().get(0));
                advertised +=
                        "," + Loopback.listener(PROXIED, proxy.get().ports().get(0));
            }
            Properties all = new Properties();
            all.putAll(BrokerSettings.quick(1));
            all.put("process.roles", "broker,controller");
            all.put("node.id", "0");
            all.put("log.dirs", directory.resolve(DATA).toString());
            all.put("listeners", listeners + "," + Loopback.listener(CONTROLLER, controllerPort));
            all.put("advertised.listeners", advertised);
            all.put("listener.security.protocol.map", Loopback.plaintext(CONTROLLER, CLIENT, PROXIED));
            all.put("inter.broker.listener.name", CLIENT);
            all.put("controller.listener.names", CONTROLLER);
            all.put("controller.quorum.voters", "0@" + Loopback.HOST + ":" + controllerPort);
            all.put("log.cleaner.dedupe.buffer.size", "2097152");
            all.putAll(properties);
            return all;
        }

        private static void write(Properties properties, Path file) {
            try (var out = Files.newBufferedWriter(file)) {
                properties.store(out, null);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
