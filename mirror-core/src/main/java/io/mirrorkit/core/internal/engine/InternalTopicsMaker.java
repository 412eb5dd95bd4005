package io.mirrorkit.core.internal.engine;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.FlowConfig;
import io.mirrorkit.api.errors.ClusterUnavailableException;
import io.mirrorkit.api.ledger.InternalTopics;
import io.mirrorkit.core.internal.cluster.Answers;
import io.mirrorkit.core.internal.cluster.Cluster;
import io.mirrorkit.core.internal.topics.TopicAdmin;
import io.mirrorkit.core.internal.topics.TopicShape;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the topics that a flow keeps for itself. */
final class InternalTopicsMaker {

    private static final Logger LOG = LoggerFactory.getLogger(InternalTopicsMaker.class);
    private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact");

    private final Flow flow;

    InternalTopicsMaker(Flow flow) {
        this.flow = flow;
    }

    /** Makes the flow's topics on the target, and waits until they are whole; answers how many partitions its ledger has. */
    int onTarget(Cluster cluster, TopicAdmin admin) {
        List<NewTopic> topics = List.of(
                topic(InternalTopics.ledger(flow.name()), (int) flow.config().number(FlowConfig.SLOTS)),
                topic(InternalTopics.status(flow.name()), 1),
                topic(InternalTopics.checkpoints(flow.source()), 1));
        List<String> names = topics.stream().map(NewTopic::name).toList();
        if (!whole(admin.shapes(names), names)) {
            admin.create(topics).forEach((name, cause) -> {
                if (!(cause instanceof TopicExistsException)) {
                    throw Answers.error("create topic \"" + name + "\"", cluster, cause);
                }
            });
        }
        return ledgerPartitions(awaitWhole(admin, names));
    }

    private int ledgerPartitions(Map<String, TopicShape> shapes) {
        TopicShape ledger = shapes.get(InternalTopics.ledger(flow.name()));
        return ledger == null ? 0 : ledger.partitions();
    }

    /** Makes the heartbeats topic; a cluster that forbids it does without. */
    void heartbeats(Cluster cluster, TopicAdmin admin) {
        try {
            if (admin.shapes(List.of(InternalTopics.HEARTBEATS)).isEmpty()) {
                admin.create(List.of(topic(InternalTopics.HEARTBEATS, 1)));
            }
        } catch (RuntimeException e) {
            LOG.info("No topic for heartbeats: cluster={} reason={}", cluster.alias(), e.getMessage());
        }
    }

    private NewTopic topic(String name, int partitions) {
        short factor = (short) flow.config().number(FlowConfig.INTERNAL_REPLICATION_FACTOR);
        return new NewTopic(name, Optional.of(partitions), factor < 0 ? Optional.empty() : Optional.of(factor))
                .configs(COMPACTED);
    }

    private static boolean whole(Map<String, TopicShape> shapes, Collection<String> names) {
        return shapes.keySet().containsAll(names) && shapes.values().stream().allMatch(TopicShape::whole);
    }

    private Map<String, TopicShape> awaitWhole(TopicAdmin admin, Collection<String> names) {
        long deadline = System.nanoTime()
                + flow.config().duration(FlowConfig.ADMIN_TIMEOUT).toNanos();
        Map<String, TopicShape> shapes = admin.shapes(names);
        while (!whole(shapes, names)) {
            if (System.nanoTime() - deadline > 0) {
                throw new ClusterUnavailableException(
                        "Topics " + names + " on \"" + flow.target() + "\" have partitions without a leader.",
                        "check that the brokers run.");
            }
            LockSupport.parkNanos(50_000_000);
            shapes = admin.shapes(names);
        }
        return shapes;
    }
}
