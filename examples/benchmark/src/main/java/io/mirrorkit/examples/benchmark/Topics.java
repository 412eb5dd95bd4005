package io.mirrorkit.examples.benchmark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Creates topics that can be written to. */
final class Topics {

    private Topics() {}

    /**
     * Creates topics, and returns when their leaders lead. Before that some of a producer's first batches may be refused and later ones
     * taken, from which an idempotent producer doesn't recover.
     */
    static void create(Admin admin, List<NewTopic> topics) throws InterruptedException {
        Answers.of(admin.createTopics(topics).all());
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        for (NewTopic topic : topics) {
            for (int partition = 0; partition < topic.numPartitions(); partition++) {
                all.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        while (!isLed(admin, all)) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static boolean isLed(Admin admin, Map<TopicPartition, OffsetSpec> partitions) throws InterruptedException {
        try {
            Answers.of(admin.listOffsets(partitions).all());
            return true;
        } catch (MeasurementException e) {
            // The broker has not heard of them yet.
            return false;
        }
    }
}
