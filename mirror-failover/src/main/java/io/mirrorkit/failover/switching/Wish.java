package io.mirrorkit.failover.switching;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** What an application wants to read, in its own words; what that is on a cluster follows from the naming. Pure. */
sealed interface Wish {

    /** Nothing. */
    record Nothing() implements Wish {}

    /**
     * Topics by name.
     *
     * @param names as the application calls them
     */
    record Topics(Set<String> names) implements Wish {}

    /**
     * Topics by pattern.
     *
     * @param pattern has to match the name that the application calls a topic by
     */
    record Matching(Pattern pattern) implements Wish {}

    /**
     * Partitions.
     *
     * @param partitions physical ones of the cluster that the consumer works on
     */
    record Partitions(Set<TopicPartition> partitions) implements Wish {}

    /** The topics to subscribe to on a cluster. A local topic is subscribed to although it is not there yet, as with any consumer. */
    default Set<String> on(String cluster, Set<String> existing, Topology topology) {
        Set<String> topics = new LinkedHashSet<>();
        if (this instanceof Topics wanted) {
            for (String name : wanted.names()) {
                topology.covering(cluster, name).stream()
                        .filter(topic -> topic.equals(name) || existing.contains(topic))
                        .forEach(topics::add);
            }
        } else if (this instanceof Matching wanted) {
            existing.stream()
                    .filter(topic -> !topic.startsWith("__"))
                    .filter(topic -> wanted.pattern()
                            .matcher(topology.logical(cluster, topic))
                            .matches())
                    .forEach(topics::add);
        }
        return topics;
    }

    /** Partitions of one cluster as those of the other that hold the same topics' records, as far as they are there. */
    static Set<TopicPartition> moved(
            Collection<TopicPartition> partitions, String from, String to, Set<String> existing, Topology topology) {
        return partitions.stream()
                .flatMap(partition -> {
                    String name = topology.logical(from, partition.topic());
                    return topology.covering(to, name).stream()
                            .filter(existing::contains)
                            .map(topic -> new TopicPartition(topic, partition.partition()));
                })
                .collect(Collectors.toCollection(HashSet::new));
    }
}
