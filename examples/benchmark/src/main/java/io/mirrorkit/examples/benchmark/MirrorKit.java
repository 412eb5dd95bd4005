package io.mirrorkit.examples.benchmark;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.FlowConfig;
import io.mirrorkit.api.errors.MirrorException;
import io.mirrorkit.failover.ApplyOption;
import io.mirrorkit.failover.FailoverClient;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** MirrorKit's engine, one process, with one of its lanes; everything else as it is by default, but for the codec. */
final class MirrorKit implements Copier {

    private static final Duration SETTLES = Duration.ofSeconds(2);

    private final String lane;

    MirrorKit(String lane) {
        this.lane = lane;
    }

    static Flow flow(Route route, String lane) {
        return Flow.builder(route.source(), route.target())
                .topics(TopicFilters.include(route.topics()))
                .policy(NamingPolicies.prefix())
                .config(FlowConfig.LANE, lane)
                .config(FlowConfig.COMPRESSION_TYPE, route.codec().type())
                .build();
    }

    @Override
    public Program program(Route route, Path directory) {
        List<String> arguments = new ArrayList<>(List.of(lane));
        arguments.addAll(route.toArguments());
        return new Program(MirrorKitMain.class, arguments);
    }

    @Override
    public boolean translates() {
        return true;
    }

    @Override
    public Duration settlesWithin() {
        return SETTLES;
    }

    @Override
    public Map<TopicPartition, Long> translate(Route route, String group) {
        try (FailoverClient client = connect(route)) {
            return client.plan(group).seeks();
        } catch (MirrorException e) {
            throw new MeasurementException("offsets could not be translated: " + e.getMessage(), e);
        }
    }

    @Override
    public void move(Route route, String group) {
        try (FailoverClient client = connect(route)) {
            client.apply(client.plan(group), ApplyOption.ALLOW_HELD);
        } catch (MirrorException e) {
            throw new MeasurementException("group " + group + " could not be moved: " + e.getMessage(), e);
        }
    }

    private FailoverClient connect(Route route) {
        return FailoverClient.connect(Map.of("bootstrap.servers", route.targetServers()), flow(route, lane));
    }
}
