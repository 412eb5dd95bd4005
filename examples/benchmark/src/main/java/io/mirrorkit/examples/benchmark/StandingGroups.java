package io.mirrorkit.examples.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Groups without members on the source, that stand at places spread through the log of a workload.
 *
 * @param workload what they read
 * @param count how many
 */
record StandingGroups(Workload workload, int count) {

    List<String> names() {
        List<String> names = new ArrayList<>();
        for (int group = 0; group < count; group++) {
            names.add("standing-" + group);
        }
        return names;
    }

    /** Where a group stands: somewhere in its stretch of the log, elsewhere in each partition. */
    Map<TopicPartition, Long> positions(String name) {
        int group = names().indexOf(name);
        long length = workload.records() / workload.partitions();
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (int partition = 0; partition < workload.partitions(); partition++) {
            double place = (group + (partition + 0.5) / workload.partitions()) / count;
            positions.put(new TopicPartition(workload.topic(), partition), (long) (place * length));
        }
        return positions;
    }

    /** Commits their offsets. */
    void commit(Clusters clusters) throws InterruptedException {
        for (String name : names()) {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            positions(name).forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
            Answers.of(clusters.source()
                    .admin()
                    .alterConsumerGroupOffsets(name, offsets)
                    .all());
        }
    }
}
