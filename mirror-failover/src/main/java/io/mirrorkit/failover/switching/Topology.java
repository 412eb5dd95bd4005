package io.mirrorkit.failover.switching;

import io.mirrorkit.api.Flow;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which topics of two clusters hold the same records, by the naming of the flows between them. Pure.
 *
 * @param flows the flows between the two clusters
 */
record Topology(List<Flow> flows) {

    /** How a topic's offsets get to the other cluster. */
    sealed interface Route {

        /**
         * Its records are copied there.
         *
         * @param flow the flow that copies them
         * @param topic the remote topic
         */
        record Forward(Flow flow, String topic) implements Route {}

        /**
         * Its records came from there.
         *
         * @param flow the flow that copied them
         * @param topic the topic that they come from
         */
        record Backward(Flow flow, String topic) implements Route {}

        /** Its records are not there. */
        record None() implements Route {}
    }

    Topology(Collection<Flow> flows) {
        this(List.copyOf(flows));
    }

    private Optional<Flow> flow(String source, String target) {
        return flows.stream()
                .filter(flow -> flow.source().equals(source) && flow.target().equals(target))
                .findFirst();
    }

    /** The flow from a cluster to another one, if there is one. */
    Optional<Flow> between(String source, String target) {
        return flow(source, target);
    }

    /** The way of a topic from one cluster to the other. */
    Route route(String from, String to, String topic) {
        Optional<Flow> forward = flow(from, to);
        Optional<Flow> backward = flow(to, from);
        Optional<String> home = backward.flatMap(flow -> home(flow, topic));
        if (home.isPresent() && (forward.isEmpty() || !home.get().equals(topic))) {
            return new Route.Backward(backward.get(), home.get());
        }
        return forward.filter(flow -> flow.topics().accepts(topic))
                .<Route>map(flow -> new Route.Forward(flow, flow.policy().remoteTopic(flow.source(), topic)))
                .orElseGet(Route.None::new);
    }

    private static Optional<String> home(Flow flow, String remoteTopic) {
        return flow.policy().sourceTopic(flow.source(), remoteTopic).filter(source -> flow.topics()
                .accepts(source));
    }

    /** The name under which the application knows a topic of a cluster: that of the topic that its records were written to. */
    String logical(String cluster, String topic) {
        return flows.stream()
                .filter(flow -> flow.target().equals(cluster))
                .flatMap(flow -> home(flow, topic).stream())
                .findFirst()
                .orElse(topic);
    }

    /** The topics of a cluster that hold what the application calls by a name: the local one first, then the remote ones. */
    Set<String> covering(String cluster, String name) {
        Set<String> topics = new LinkedHashSet<>(List.of(name));
        flows.stream()
                .filter(flow -> flow.target().equals(cluster) && flow.topics().accepts(name))
                .map(flow -> flow.policy().remoteTopic(flow.source(), name))
                .forEach(topics::add);
        return topics;
    }
}
