package io.mirrorkit.it;

import static org.awaitility.Awaitility.await;

import io.mirrorkit.testing.TestCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** What tests ask of clusters, and do to them. */
final class Clusters {

    private Clusters() {}

    static long start(TestCluster cluster, TopicPartition partition) throws Exception {
        return offset(cluster, partition, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    }

    static long end(TestCluster cluster, TopicPartition partition) throws Exception {
        return offset(cluster, partition, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    }

    static long stableEnd(TestCluster cluster, TopicPartition partition) throws Exception {
        return offset(cluster, partition, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    }

    private static long offset(TestCluster cluster, TopicPartition partition, OffsetSpec spec, IsolationLevel isolation)
            throws Exception {
        return cluster.admin()
                .listOffsets(Map.of(partition, spec), new ListOffsetsOptions(isolation))
                .partitionResult(partition)
                .get()
                .offset();
    }

    /** Puts a group somewhere, as {@code kafka-consumer-groups --reset-offsets} does. */
    static void commit(TestCluster cluster, String group, Map<TopicPartition, Long> offsets) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
        offsets.forEach((partition, offset) -> all.put(partition, new OffsetAndMetadata(offset)));
        cluster.admin().alterConsumerGroupOffsets(group, all).all().get();
    }

    static Map<TopicPartition, OffsetAndMetadata> committed(TestCluster cluster, String group) throws Exception {
        return cluster.admin()
                .listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
    }

    static void deleteBefore(TestCluster cluster, TopicPartition partition, long offset) throws Exception {
        cluster.admin()
                .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
    }

    static void create(TestCluster cluster, String topic, int partitions) throws Exception {
        cluster.admin()
                .createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .all()
                .get();
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> cluster.admin()
                                .describeTopics(List.of(topic))
                                .allTopicNames()
                                .get()
                                .get(topic)
                                .partitions()
                                .size()
                        == partitions);
    }

    static void delete(TestCluster cluster, String topic) throws Exception {
        cluster.admin().deleteTopics(List.of(topic)).all().get();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !cluster.admin().listTopics().names().get().contains(topic));
    }
}
