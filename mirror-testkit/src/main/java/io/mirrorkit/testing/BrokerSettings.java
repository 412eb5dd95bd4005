package io.mirrorkit.testing;

import java.util.Map;
import java.util.TreeMap;

/** Broker properties that make a cluster quick to start and quick to react; everything else is as brokers have it by default. */
final class BrokerSettings {

    private BrokerSettings() {}

    static Map<String, String> quick(int brokers) {
        String replicas = Integer.toString(Math.min(3, brokers));
        Map<String, String> settings = new TreeMap<>();
        settings.put("auto.create.topics.enable", "true");
        settings.put("min.insync.replicas", "1");
        settings.put("unstable.api.versions.enable", "false");

        // A broker that comes back is let in when its former session has run out.
        settings.put("broker.session.timeout.ms", "2000");
        settings.put("broker.heartbeat.interval.ms", "200");

        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "100");
        settings.put("group.consumer.min.session.timeout.ms", "100");
        settings.put("group.consumer.min.heartbeat.interval.ms", "50");

        settings.put("offsets.topic.num.partitions", "4");
        settings.put("offsets.topic.replication.factor", replicas);
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", replicas);
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "200");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", replicas);
        settings.put("share.coordinator.state.topic.min.isr", "1");

        settings.put("log.initial.task.delay.ms", "100");
        settings.put("log.retention.check.interval.ms", "200");
        settings.put("log.cleaner.backoff.ms", "200");
        settings.put("log.cleaner.min.cleanable.ratio", "0.01");
        return settings;
    }
}
