package io.mirrorkit.core.internal.lane.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.producer.Producer;

/**
 * Tells whether the wire lane runs with the kafka-clients version on the class path. It needs the non-public classes of {@value #LINE}; with any
 * other version it is not tried. With that one, a batch is taken through them once, so that a repackaged or shaded library is found out here
 * and not in the middle of a copy.
 */
public final class WireProbe {

    private static final String LINE = "4.3.";

    private WireProbe() {}

    /** Why the lane can't run, or empty if it can. Takes some milliseconds. */
    public static Optional<String> obstacle() {
        String version = version();
        if (!version.startsWith(LINE)) {
            return Optional.of("it needs kafka-clients " + LINE + "x, and " + version + " is on the class path");
        }
        try {
            SelfTest.run();
            return Optional.empty();
        } catch (LinkageError | RuntimeException e) {
            return Optional.of("kafka-clients " + version + " is not as Apache built it: " + e);
        }
    }

    /** Read from the library's own resource: the class that tells it has moved between releases. */
    private static String version() {
        try (InputStream in = Producer.class.getResourceAsStream("/kafka/kafka-version.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "unknown").trim();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
