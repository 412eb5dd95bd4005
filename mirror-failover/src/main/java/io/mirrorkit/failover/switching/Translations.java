package io.mirrorkit.failover.switching;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.ledger.LogBounds;
import io.mirrorkit.failover.Decision;
import io.mirrorkit.failover.FailoverClient;
import io.mirrorkit.failover.Reason;
import io.mirrorkit.failover.TranslatedBack;
import io.mirrorkit.failover.TranslatedOffset;
import io.mirrorkit.failover.internal.Deadline;
import io.mirrorkit.failover.internal.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** Takes offsets from one cluster to the other, forwards or backwards through the ledger of the flow concerned. Thread-safe; blocks. */
final class Translations {

    /**
     * Where an offset lies on the other cluster.
     *
     * @param partition the partition there
     * @param decision the offset there, or why that can't be said
     * @param exact whether a group that goes on there meets the very next record that it has not read
     */
    record Landing(TopicPartition partition, Decision decision, boolean exact) {

        OptionalLong offset() {
            return decision.target();
        }

        /** Whether asking again may give an answer. */
        boolean unfinished() {
            return decision.hold()
                    .filter(hold -> hold.reason() == Reason.INCOMPLETE)
                    .isPresent();
        }
    }

    private final Map<String, ClusterSite> sites;
    private final Topology topology;

    Translations(Map<String, ClusterSite> sites, Topology topology) {
        this.sites = Map.copyOf(sites);
        this.topology = topology;
    }

    /** One answer for each offset, whatever happens; those in topics that lead nowhere are held where they are. */
    Map<TopicPartition, Landing> translate(
            String from, String to, Map<TopicPartition, Long> offsets, Deadline deadline) {
        Map<TopicPartition, Landing> landings = new HashMap<>();
        Map<TopicPartition, Long> forward = new HashMap<>();
        Map<TopicPartition, Long> backward = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            Topology.Route route = topology.route(from, to, partition.topic());
            if (from.equals(to)) {
                landings.put(partition, new Landing(partition, new Decision.Seek(offset, EXACT), true));
            } else if (route instanceof Topology.Route.Forward) {
                forward.put(partition, offset);
            } else if (route instanceof Topology.Route.Backward) {
                backward.put(partition, offset);
            } else {
                landings.put(partition, nowhere(partition, to));
            }
        });
        topology.between(from, to)
                .filter(flow -> !forward.isEmpty())
                .ifPresent(flow -> landings.putAll(forward(flow, to, forward, deadline)));
        topology.between(to, from)
                .filter(flow -> !backward.isEmpty())
                .ifPresent(flow -> landings.putAll(backward(flow, from, to, backward, deadline)));
        return landings;
    }

    private static final io.mirrorkit.failover.Basis EXACT = io.mirrorkit.failover.Basis.LEDGER_EXACT;

    private static Landing nowhere(TopicPartition partition, String to) {
        return new Landing(
                partition,
                new Decision.Hold(Reason.NOT_REPLICATED, "no flow takes topic " + partition.topic() + " to " + to),
                false);
    }

    private Map<TopicPartition, Landing> forward(
            Flow flow, String to, Map<TopicPartition, Long> offsets, Deadline deadline) {
        try (FailoverClient client = FailoverClient.connect(site(to).properties(), flow)) {
            return client.translate(offsets, remaining(deadline)).entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> landing(entry.getValue())));
        }
    }

    private static Landing landing(TranslatedOffset answer) {
        boolean exact = answer.offsetsNotThere() == 0 && answer.atMostAgain().orElse(-1) == 0;
        return new Landing(answer.remote(), answer.decision(), exact);
    }

    private Map<TopicPartition, Landing> backward(
            Flow flow, String from, String to, Map<TopicPartition, Long> offsets, Deadline deadline) {
        Map<TopicPartition, TranslatedBack> answers;
        try (FailoverClient client = FailoverClient.connect(site(from).properties(), flow)) {
            answers = client.translateBack(offsets, remaining(deadline));
        }
        try (Admin admin = new ControlClients(site(to), "back").admin()) {
            Map<TopicPartition, LogBounds> bounds = new Target(admin)
                    .bounds(
                            answers.values().stream()
                                    .map(TranslatedBack::source)
                                    .collect(Collectors.toSet()),
                            deadline);
            return answers.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> landing(entry.getValue(), bounds)));
        }
    }

    /** The cluster that was lost may hold less now than it did when its records were copied. */
    private static Landing landing(TranslatedBack answer, Map<TopicPartition, LogBounds> bounds) {
        LogBounds log = bounds.get(answer.source());
        boolean exact = answer.offsetsNotThere() == 0 && answer.atMostAgain().orElse(-1) == 0;
        Function<Decision.Seek, Landing> within = seek -> {
            if (log == null) {
                return held(answer, Reason.INCOMPLETE, "what " + answer.source() + " holds was not answered in time");
            }
            if (seek.offset() > log.end()) {
                return held(
                        answer,
                        Reason.TARGET_LOST_RECORDS,
                        answer.source() + " ends at " + log.end() + ", before offset " + seek.offset()
                                + " that was copied from it");
            }
            long offset = Math.max(log.start(), seek.offset());
            return new Landing(answer.source(), new Decision.Seek(offset, seek.basis()), exact);
        };
        return answer.decision().fold(within, hold -> new Landing(answer.source(), hold, false));
    }

    private static Landing held(TranslatedBack answer, Reason reason, String detail) {
        return new Landing(answer.source(), new Decision.Hold(reason, detail), false);
    }

    private static java.time.Duration remaining(Deadline deadline) {
        return deadline.remaining().plusMillis(1);
    }

    private ClusterSite site(String alias) {
        ClusterSite site = sites.get(alias);
        if (site == null) {
            throw new IllegalArgumentException("no cluster " + alias + " among " + sites.keySet());
        }
        return site;
    }
}
