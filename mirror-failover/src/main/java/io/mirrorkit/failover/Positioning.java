package io.mirrorkit.failover;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Moves a live consumer's positions. Talks to no cluster. */
final class Positioning {

    private Positioning() {}

    /** {@code seek(partition, offset)} drops the leader epoch, as invariant C asks. */
    static SeekResult position(Consumer<?, ?> consumer, GroupPlan plan) {
        Map<TopicPartition, Long> positioned = new HashMap<>();
        Map<TopicPartition, NotPositioned> notPositioned = new HashMap<>();
        for (TopicPartition assigned : consumer.assignment()) {
            Optional<Decision> decision = plan.ofRemote(assigned).map(PartitionPlan::decision);
            decision.flatMap(Decision::hold)
                    .ifPresent(hold -> notPositioned.put(assigned, new NotPositioned.Held(hold)));
            decision.ifPresentOrElse(
                    known -> known.target().ifPresent(offset -> positioned.put(assigned, offset)),
                    () -> notPositioned.put(assigned, new NotPositioned.NotInPlan()));
        }
        positioned.forEach(consumer::seek);
        return new SeekResult(positioned, notPositioned);
    }
}
