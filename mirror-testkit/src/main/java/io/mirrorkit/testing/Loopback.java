package io.mirrorkit.testing;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How listeners and addresses on this machine are written. */
final class Loopback {

    static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();

    private Loopback() {}

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    static String addresses(List<Integer> ports) {
        return ports.stream().map(port -> HOST + ":" + port).collect(joining(","));
    }

    static String listener(String name, int port) {
        return name + "://" + HOST + ":" + port;
    }

    static String plaintext(String... listenerNames) {
        return Stream.of(listenerNames).map(name -> name + ":PLAINTEXT").collect(joining(","));
    }

    static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("mirrorkit-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
