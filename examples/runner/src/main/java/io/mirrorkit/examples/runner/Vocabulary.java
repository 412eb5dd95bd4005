package io.mirrorkit.examples.runner;

import io.mirrorkit.api.FlowConfig;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The keys that MirrorMaker 2, Kafka Connect, Kafka's clients and MirrorKit know. Pure. */
final class Vocabulary {

    /** This program's own key for a flow's name. */
    static final String FLOW_NAME = "flow.name";

    /** This program's own key for what happens to remote topics that already hold records. */
    static final String EXISTING_TOPICS = "existing.topics";

    /** Whether a pair is replicated. */
    static final String ENABLED = "enabled";

    /** Keys of MirrorMaker 2 that a flow is made of; they may stand at the top or at a pair. */
    static final Set<String> FLOW = Set.of(
            "topics",
            "topics.exclude",
            "groups",
            "groups.exclude",
            "config.properties.exclude",
            "topic.filter.class",
            "group.filter.class",
            "config.property.filter.class",
            "replication.policy.class",
            "replication.policy.separator",
            "heartbeats.replication.enabled",
            "refresh.topics.enabled",
            "refresh.topics.interval.seconds",
            "refresh.groups.enabled",
            "refresh.groups.interval.seconds",
            "emit.checkpoints.interval.seconds",
            "emit.heartbeats.enabled",
            "emit.heartbeats.interval.seconds",
            "sync.group.offsets.enabled",
            "sync.group.offsets.interval.seconds",
            "replication.factor",
            "checkpoints.topic.replication.factor",
            "heartbeats.topic.replication.factor",
            "offset-syncs.topic.replication.factor",
            "admin.timeout.ms");

    /** MirrorKit's own keys of a flow. */
    static final Set<String> OWN = own();

    /** Keys that are somebody's, and that nothing here corresponds to. */
    static final Set<String> WITHOUT_EFFECT = Set.of(
            // MirrorMaker 2's connectors.
            "name",
            "connector.class",
            "tasks.max",
            "tasks.max.enforce",
            "source.cluster.alias",
            "target.cluster.alias",
            "replication.policy.internal.topic.separator.enabled",
            "forwarding.admin.class",
            "metric.reporters",
            "metric.names.formats",
            "add.source.alias.to.metrics",
            "consumer.poll.timeout.ms",
            "sync.topic.configs.enabled",
            "sync.topic.configs.interval.seconds",
            "sync.topic.acls.enabled",
            "sync.topic.acls.interval.seconds",
            "use.defaults.from",
            "use.incremental.alter.configs",
            "offset.lag.max",
            "emit.offset-syncs.enabled",
            "offset-syncs.topic.location",
            "emit.checkpoints.enabled",
            // Connect's connectors.
            "config.action.reload",
            "exactly.once.support",
            "transaction.boundary",
            "transaction.boundary.interval.ms",
            "offsets.storage.topic",
            // Connect's workers, and MirrorMaker 2's driver.
            "dedicated.mode.enable.internal.rest",
            "exactly.once.source.support",
            "group.id",
            "client.id",
            "listeners",
            "admin.listeners",
            "plugin.path",
            "plugin.discovery",
            "connect.protocol",
            "connector.client.config.override.policy",
            "session.timeout.ms",
            "heartbeat.interval.ms",
            "rebalance.timeout.ms",
            "worker.sync.timeout.ms",
            "worker.unsync.backoff.ms",
            "scheduled.rebalance.max.delay.ms",
            "offset.flush.interval.ms",
            "offset.flush.timeout.ms",
            "task.shutdown.graceful.timeout.ms",
            "topic.tracking.enable",
            "topic.tracking.allow.reset",
            "response.http.headers.config",
            "ssl.client.auth");

    /** The beginnings of more such keys. */
    private static final List<String> WITHOUT_EFFECT_BEGINNINGS = List.of(
            "config.providers",
            "config.storage.",
            "offset.storage.",
            "status.storage.",
            "key.converter",
            "value.converter",
            "header.converter",
            "errors.",
            "topic.creation.",
            "rest.",
            "access.control.",
            "listeners.https.",
            "admin.listeners.",
            "inter.worker.",
            "metrics.");

    /** Former names of keys, and what they are called now. */
    static final Map<String, String> RENAMED = Map.of(
            "topics.whitelist", "topics",
            "topics.blacklist", "topics.exclude",
            "groups.whitelist", "groups",
            "groups.blacklist", "groups.exclude",
            "config.properties.blacklist", "config.properties.exclude");

    /** The kinds of clients, as keys begin with them. */
    static final Map<String, ConfigDef> CLIENTS = Map.of(
            "consumer", ConsumerConfig.configDef(),
            "producer", ProducerConfig.configDef(),
            "admin", AdminClientConfig.configDef());

    /** All properties of all kinds of clients. */
    static final Map<String, ConfigDef.ConfigKey> CLIENT_KEYS = clientKeys();

    /**
     * Client properties that MirrorKit decides, since its guarantees or its speed rest on them. Three more are taken into the flow:
     * auto.offset.reset, isolation.level and compression.type.
     */
    static final Set<String> DECIDED = Set.of(
            "client.id",
            "key.serializer",
            "value.serializer",
            "key.deserializer",
            "value.deserializer",
            "enable.auto.commit",
            "allow.auto.create.topics",
            "group.id",
            "group.instance.id",
            "group.protocol",
            "acks",
            "enable.idempotence",
            "transactional.id",
            "transaction.timeout.ms",
            "delivery.timeout.ms",
            "max.in.flight.requests.per.connection",
            "batch.size",
            "buffer.memory",
            "max.request.size",
            "enable.metrics.push");

    /** Where copying begins, for a client property that becomes a part of the flow. */
    static final String START = "auto.offset.reset";

    /** Whether aborted records are copied, likewise. */
    static final String ISOLATION = "isolation.level";

    /** How copies are compressed, likewise. */
    static final String COMPRESSION = "compression.type";

    /** Those three, with the kind of client that they are said of. */
    static final Map<String, String> TAKEN_INTO_THE_FLOW =
            Map.of(START, "consumer", ISOLATION, "consumer", COMPRESSION, "producer");

    private Vocabulary() {}

    private static Set<String> own() {
        Set<String> own = new TreeSet<>(FlowConfig.configDef().names());
        own.add(FLOW_NAME);
        own.add(EXISTING_TOPICS);
        return Set.copyOf(own);
    }

    private static Map<String, ConfigDef.ConfigKey> clientKeys() {
        Map<String, ConfigDef.ConfigKey> keys = new HashMap<>();
        CLIENTS.values().forEach(definition -> keys.putAll(definition.configKeys()));
        return Map.copyOf(keys);
    }

    /** Whether a key says how to reach a cluster: such a key may stand at the top too, for all clusters. */
    static boolean isConnection(String key) {
        return key.equals("bootstrap.servers")
                || key.equals("security.protocol")
                || (isSecret(key) && CLIENT_KEYS.containsKey(key));
    }

    /** Whether a key's value is never shown. */
    static boolean isSecret(String key) {
        String plain = key.replaceFirst("^(consumer|producer|admin)\\.", "");
        return plain.startsWith("ssl.") || plain.startsWith("sasl.");
    }

    /** Whether a key makes a flow what it is. */
    static boolean isOfFlow(String key) {
        return FLOW.contains(key) || OWN.contains(key);
    }

    /** Whether a key is known and has no effect. */
    static boolean isWithoutEffect(String key) {
        return WITHOUT_EFFECT.contains(key)
                || WITHOUT_EFFECT_BEGINNINGS.stream().anyMatch(key::startsWith);
    }

    /** Whether a key asks for records to be changed, or left out, on their way. */
    static boolean isTransform(String key) {
        return key.equals("transforms")
                || key.startsWith("transforms.")
                || key.equals("predicates")
                || key.startsWith("predicates.");
    }

    /** Whether a key stands at the top, even if a cluster has its first word for an alias. */
    static boolean isTopLevel(String key) {
        return key.equals("clusters") || isOfFlow(key) || WITHOUT_EFFECT.contains(key) || isConnection(key);
    }

    /** The kind of client that a key begins with. */
    static Optional<String> clientOf(String key) {
        return CLIENTS.keySet().stream()
                .filter(kind -> key.startsWith(kind + "."))
                .findFirst();
    }

    /** Whether a kind of client knows a property. */
    static boolean isPropertyOf(String kind, String property) {
        ConfigDef definition = CLIENTS.get(kind);
        return definition != null && definition.names().contains(property);
    }

    /** Every key that a file may have: what a misspelt one may have been meant to be. */
    static Set<String> all(Mm2File file) {
        Set<String> ofPair = new HashSet<>(FLOW);
        ofPair.addAll(OWN);
        ofPair.addAll(WITHOUT_EFFECT);
        ofPair.add(ENABLED);
        Set<String> ofCluster = new HashSet<>(CLIENT_KEYS.keySet());
        CLIENTS.forEach((kind, definition) -> definition.names().forEach(key -> ofCluster.add(kind + "." + key)));
        Set<String> all = new TreeSet<>(ofPair);
        all.remove(ENABLED);
        all.add("clusters");
        CLIENT_KEYS.keySet().stream().filter(Vocabulary::isConnection).forEach(all::add);
        file.clusters().forEach(cluster -> ofCluster.forEach(key -> all.add(cluster + "." + key)));
        file.pairs().forEach(pair -> ofPair.forEach(key -> all.add(pair + "." + key)));
        return all;
    }
}
