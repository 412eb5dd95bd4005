package io.mirrorkit.examples.benchmark;

import io.mirrorkit.core.FlowState;
import io.mirrorkit.core.FlowStatus;
import io.mirrorkit.core.MirrorEngine;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM with an engine and nothing else. Ends if the flow must not run. */
public final class MirrorKitMain {

    private MirrorKitMain() {}

    /**
     * Runs an engine until the JVM is killed.
     *
     * @param args the lane, and a route
     * @throws InterruptedException never
     */
    public static void main(String[] args) throws InterruptedException {
        Route route = Route.ofArguments(Arrays.asList(args).subList(1, args.length));
        try (MirrorEngine engine = MirrorEngine.builder()
                .cluster(route.source(), Map.of("bootstrap.servers", route.sourceServers()))
                .cluster(route.target(), Map.of("bootstrap.servers", route.targetServers()))
                .flow(MirrorKit.flow(route, args[0]))
                .build()) {
            engine.start();
            FlowStatus status = status(engine);
            while (status.state() != FlowState.REFUSED) {
                TimeUnit.SECONDS.sleep(1);
                status = status(engine);
            }
            System.err.println("the flow is refused: " + status.reason());
        }
        System.exit(1);
    }

    private static FlowStatus status(MirrorEngine engine) {
        return engine.status().flows().values().iterator().next();
    }
}
