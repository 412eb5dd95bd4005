package io.mirrorkit.failover;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** How a plan differs from one made later of the same group. Pure. */
final class PlanChanges {

    private PlanChanges() {}

    /** One line for each partition whose offset differs; the way to an offset may differ as long as the offset does not. */
    static List<String> between(GroupPlan then, GroupPlan now) {
        Set<TopicPartition> all = new LinkedHashSet<>(then.partitions().keySet());
        all.addAll(now.partitions().keySet());
        List<String> changes = new ArrayList<>();
        for (TopicPartition source : all) {
            if (!target(then, source).equals(target(now, source))) {
                changes.add(source + ": " + words(then, source) + " then, " + words(now, source) + " now");
            }
        }
        return changes;
    }

    private record Place(TopicPartition remote, OptionalLong offset) {}

    /** Where a plan moves the group in a partition; empty if it moves it nowhere. */
    private static Optional<Place> target(GroupPlan plan, TopicPartition source) {
        return Optional.ofNullable(plan.partitions().get(source))
                .filter(partition -> partition.decision().target().isPresent())
                .map(partition ->
                        new Place(partition.remote(), partition.decision().target()));
    }

    private static String words(GroupPlan plan, TopicPartition source) {
        PartitionPlan partition = plan.partitions().get(source);
        return partition == null ? "unknown" : partition.decision().toString();
    }
}
