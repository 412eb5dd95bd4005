package io.mirrorkit.it;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.errors.FlowRefusedException;
import io.mirrorkit.core.FlowStatus;
import io.mirrorkit.core.MirrorEngine;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import java.time.Duration;
import java.util.Map;

/** An engine in a JVM of its own, with a class path that has another kafka-clients. It uses no class that the class path may lack. */
public final class VersionChild {

    static final String COPIED = "copied over: ";
    static final String REFUSED = "refused: ";

    private VersionChild() {}

    /**
     * Copies a topic from {@code a} to {@code b}, and says how it did.
     *
     * @param args bootstrap servers of both clusters, topic, lane, records to wait for
     */
    public static void main(String[] args) throws InterruptedException {
        Flow flow = Flow.builder("a", "b")
                .name("versions-" + args[2])
                .topics(TopicFilters.include(args[2]))
                .policy(NamingPolicies.prefix())
                .config("heartbeats.enabled", false)
                .config("status.interval.ms", 100)
                .config("lane", args[3])
                .build();
        try (MirrorEngine engine = MirrorEngine.builder()
                .cluster("a", Map.of("bootstrap.servers", args[0]))
                .cluster("b", Map.of("bootstrap.servers", args[1]))
                .flow(flow)
                .build()) {
            engine.start();
            FlowStatus status = engine.status().flow(flow.name()).orElseThrow();
            long patience = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (status.copied() < Long.parseLong(args[4]) && System.nanoTime() - patience < 0) {
                Thread.sleep(50);
                status = engine.status().flow(flow.name()).orElseThrow();
            }
            System.out.println(
                    COPIED + status.lane().lane() + ", " + status.lane().reason());
            engine.close(io.mirrorkit.core.CloseMode.DRAIN, Duration.ofSeconds(10));
        } catch (FlowRefusedException e) {
            System.out.println(REFUSED + e.getMessage());
        }
    }
}
