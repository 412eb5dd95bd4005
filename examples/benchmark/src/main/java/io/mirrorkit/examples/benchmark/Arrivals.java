package io.mirrorkit.examples.benchmark;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Watches how many records have come to topics of the target, by the ends of their partitions. Not thread-safe. */
final class Arrivals {

    private final Admin target;
    private final Map<String, Integer> topics;
    private final Duration pause;
    private boolean complete;

    /**
     * A watch.
     *
     * @param target an admin client of the target
     * @param topics the remote topics and how many partitions each will have
     * @param pause between two looks: what is measured by them is as exact as this
     */
    Arrivals(Admin target, Map<String, Integer> topics, Duration pause) {
        this.target = target;
        this.topics = Map.copyOf(topics);
        this.pause = pause;
    }

    /** How many records are there. Topics that are not there yet are not asked for: the client would wait for them. */
    long count() throws InterruptedException {
        if (!complete) {
            complete = Answers.of(target.listTopics().names()).containsAll(topics.keySet());
        }
        return complete ? sum() : 0;
    }

    private long sum() throws InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = topics.entrySet().stream()
                .flatMap(topic -> IntStream.range(0, topic.getValue())
                        .mapToObj(partition -> new TopicPartition(topic.getKey(), partition)))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        try {
            return target.listOffsets(asked).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        } catch (ExecutionException e) {
            // A topic has just been created, and a leader is to come.
            return 0;
        }
    }

    /** Returns the count as soon as it is at least that much, looking again and again. */
    long await(long atLeast, CopyProcess process, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        long count = count();
        while (count < atLeast) {
            process.requireAlive();
            if (System.nanoTime() - end > 0) {
                throw new MeasurementException(
                        count + " of " + atLeast + " records have come within " + patience.toSeconds() + " s");
            }
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            count = count();
        }
        return count;
    }

    /** One topic's. */
    static Arrivals of(Clusters clusters, String topic, int partitions) {
        return new Arrivals(clusters.target().admin(), Map.of(topic, partitions), Duration.ofMillis(10));
    }
}
