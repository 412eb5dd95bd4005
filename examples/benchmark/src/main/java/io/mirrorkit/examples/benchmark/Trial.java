package io.mirrorkit.examples.benchmark;

import java.nio.file.Path;
import java.time.Duration;

/**
 * One contestant's turn at one scenario.
 *
 * @param clusters where it copies
 * @param contestant who copies
 * @param alias the source's alias, used for this turn alone
 * @param logs where the copying process logs
 * @param screen what to tell
 */
record Trial(Clusters clusters, Contestant contestant, String alias, Path logs, Screen screen) {

    /**
     * A way from cluster to cluster.
     *
     * @param topics a regular expression
     * @param sourceRoundTrip how far the source is
     * @param targetRoundTrip how far the target is
     */
    Route route(String topics, Codec codec, Route.Aim aim, Duration sourceRoundTrip, Duration targetRoundTrip) {
        return new Route(
                alias,
                "to-" + alias,
                clusters.sourceServers(sourceRoundTrip),
                clusters.targetServers(targetRoundTrip),
                topics,
                codec,
                aim);
    }

    /** A way between clusters that are near. */
    Route route(String topics, Codec codec, Route.Aim aim) {
        return route(topics, codec, aim, Duration.ZERO, Duration.ZERO);
    }

    CopyProcess start(Route route) {
        return CopyProcess.start(contestant.copier().program(route, logs), logs.resolve(alias + ".log"));
    }
}
