package io.mirrorkit.core;

import io.mirrorkit.api.Flow;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An engine in a JVM of its own, which a test can kill. Copies one topic from {@code a} to {@code b}. */
public final class EngineChild {

    private EngineChild() {}

    static Flow flow(String topic) {
        return Mirroring.quick(Flow.builder("a", "b"))
                .name("flow." + topic)
                .topics(TopicFilters.include(topic))
                .policy(NamingPolicies.prefix())
                .build();
    }

    static Process start(String sourceServers, String targetServers, String topic) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dmirrorkit.test.lane=" + System.getProperty("mirrorkit.test.lane", "auto"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EngineChild.class.getName(),
                        sourceServers,
                        targetServers,
                        topic))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Arguments: bootstrap servers of the source and of the target, and the topic. */
    public static void main(String[] args) throws IOException {
        MirrorEngine engine = MirrorEngine.builder()
                .cluster("a", Map.of("bootstrap.servers", args[0]))
                .cluster("b", Map.of("bootstrap.servers", args[1]))
                .flow(flow(args[2]))
                .build();
        engine.start();
        // Runs until it is killed, or the test that started it has gone.
        while (System.in.read() >= 0) {
            // Nothing is ever sent.
        }
        engine.close();
    }
}
