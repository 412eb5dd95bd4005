package io.mirrorkit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for listeners that come and go. They lie below the ephemeral range: no outgoing connection takes one while its listener is away,
 * and a client that retries meanwhile cannot connect to itself.
 */
final class FreePorts {

    private static final int LOWEST = 20_000;
    private static final int BEYOND_HIGHEST = 32_000;

    private final Set<Integer> given = new HashSet<>();

    static final FreePorts OF_THIS_JVM = new FreePorts();

    private FreePorts() {}

    /** A port that nobody listens on, and that this method has not given before in this JVM. */
    synchronized int next() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND_HIGHEST);
            if (!given.contains(port) && isFree(port)) {
                given.add(port);
                return port;
            }
        }
        throw new IllegalStateException("No free port from " + LOWEST + " to " + BEYOND_HIGHEST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(Loopback.address(port));
            return true;
        } catch (BindException taken) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
