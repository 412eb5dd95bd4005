package io.mirrorkit.failover.switching;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.ledger.LogBounds;
import io.mirrorkit.failover.FailoverClient;
import io.mirrorkit.failover.TranslatedOffset;
import io.mirrorkit.failover.internal.Deadline;
import io.mirrorkit.failover.internal.Target;
import io.mirrorkit.failover.internal.TargetTopic;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** Tells whether a flow has copied all that topics of its source hold, and nobody writes there any more. Not thread-safe; blocks. */
final class Drained implements AutoCloseable {

    private final Admin source;
    private final FailoverClient target;
    private Map<TopicPartition, Long> before = Map.of();

    Drained(ClusterSite source, ClusterSite target, Flow flow) {
        this.source = new ControlClients(source, "drain").admin();
        this.target = FailoverClient.connect(target.properties(), flow);
    }

    /** What is left to copy; empty if nothing is, and the ends have not moved since the last call. */
    Optional<String> left(Set<String> topics, Deadline deadline) {
        Map<TopicPartition, Long> ends = ends(topics, deadline);
        Map<TopicPartition, Long> last = before;
        before = ends;
        if (!ends.equals(last)) {
            return Optional.of("the ends moved to " + ends);
        }
        return target.translate(ends, deadline.remaining().plus(Duration.ofSeconds(1))).values().stream()
                .filter(answer -> !isCopied(answer))
                .map(answer -> answer.source() + " up to " + answer.sourceOffset() + ", of which "
                        + answer.offsetsNotThere() + " are not there (" + answer.decision() + ")")
                .findFirst();
    }

    private static boolean isCopied(TranslatedOffset answer) {
        return answer.decision().target().isPresent()
                && answer.offsetsNotThere() == 0
                && answer.atMostAgain().orElse(-1) == 0;
    }

    private Map<TopicPartition, Long> ends(Set<String> topics, Deadline deadline) {
        Target asked = new Target(source);
        Set<TopicPartition> partitions = new HashSet<>();
        asked.topics(topics, deadline).forEach((topic, answer) -> {
            if (answer instanceof TargetTopic.Present present) {
                for (int number = 0; number < present.partitions(); number++) {
                    partitions.add(new TopicPartition(topic, number));
                }
            }
        });
        Map<TopicPartition, Long> ends = new HashMap<>();
        Map<TopicPartition, LogBounds> bounds = asked.bounds(partitions, deadline);
        partitions.forEach(partition -> ends.put(
                partition,
                Optional.ofNullable(bounds.get(partition)).map(LogBounds::end).orElse(Long.MAX_VALUE)));
        return ends;
    }

    @Override
    public void close() {
        source.close(Duration.ZERO);
        target.close();
    }
}
