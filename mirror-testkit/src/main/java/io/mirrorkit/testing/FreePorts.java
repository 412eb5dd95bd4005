package io.mirrorkit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for listeners that come and go. They lie below the ephemeral range of any usual system: no outgoing connection takes one while
 * its listener is away, and a client that retries meanwhile cannot connect to itself. Test JVMs that run side by side get their ports
 * from different blocks, which file locks give out: between the look at a port and its use seconds pass.
 */
final class FreePorts {

    private static final int LOWEST = 10_000;
    private static final int BEYOND_HIGHEST = 16_000;
    private static final int BLOCK = 50;
    private static final int BLOCKS = (BEYOND_HIGHEST - LOWEST) / BLOCK;

    static final FreePorts OF_THIS_JVM = new FreePorts();

    private int next;
    private int end;

    private FreePorts() {}

    /** A port that nobody listens on, and that no test JVM of this machine gives to anybody else while this one runs. */
    synchronized int next() {
        while (true) {
            if (next == end) {
                next = LOWEST + lockBlock() * BLOCK;
                end = next + BLOCK;
            }
            int port = next++;
            if (isFree(port)) {
                return port;
            }
        }
    }

    /** The locks are never released: they end with the JVM. */
    private static int lockBlock() {
        int first = ThreadLocalRandom.current().nextInt(BLOCKS);
        try {
            Path locks = Files.createDirectories(
                    Path.of(System.getProperty("java.io.tmpdir")).resolve("mirrorkit-ports"));
            for (int i = 0; i < BLOCKS; i++) {
                int block = (first + i) % BLOCKS;
                if (isLocked(locks.resolve(block + ".lock"))) {
                    return block;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("No free port from " + LOWEST + " to " + BEYOND_HIGHEST);
    }

    private static boolean isLocked(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return true;
            }
        } catch (OverlappingFileLockException alreadyOurs) {
            // Another block will do.
        }
        channel.close();
        return false;
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
