package io.mirrorkit.api;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.SHORT;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/**
 * The tunables of a flow, in Kafka's way: dotted lower-case keys with defaults, checked when the flow is built. An unknown key is
 * an error, since a misspelt one would be without effect.
 */
public final class FlowConfig {

    /** How often new topics, new partitions and re-created topics are looked for. */
    public static final String TOPICS_DISCOVERY_INTERVAL = "topics.discovery.interval.ms";
    /** How often new groups are looked for. */
    public static final String GROUPS_DISCOVERY_INTERVAL = "groups.discovery.interval.ms";
    /** How often the offsets of all groups are read, translated and written as checkpoints. */
    public static final String CHECKPOINT_INTERVAL = "checkpoint.interval.ms";
    /** How often the status topic is written, even when nothing moves. */
    public static final String STATUS_INTERVAL = "status.interval.ms";
    /** Whether translated offsets are committed to the groups on the target. */
    public static final String GROUP_SYNC_ENABLED = "group.sync.enabled";
    /** Whether heartbeats are written to both clusters. */
    public static final String HEARTBEATS_ENABLED = "heartbeats.enabled";
    /** How often a heartbeat is written. */
    public static final String HEARTBEATS_INTERVAL = "heartbeats.interval.ms";
    /** How often acknowledged runs are written to the ledger. */
    public static final String LEDGER_FLUSH_INTERVAL = "ledger.flush.interval.ms";
    /** How much memory the flow's ledger may take before its oldest runs are merged. */
    public static final String LEDGER_MEMORY = "ledger.memory.bytes";
    /** How many slots a new flow has. */
    public static final String SLOTS = "ledger.slots";
    /** The replication factor of remote topics. */
    public static final String REPLICATION_FACTOR = "replication.factor";
    /** The replication factor of MirrorKit's own topics. */
    public static final String INTERNAL_REPLICATION_FACTOR = "internal.topic.replication.factor";
    /** After how long a partition held by an open transaction is reported. */
    public static final String OPEN_TRANSACTION_WARN = "open.transaction.warn.ms";
    /** Whether aborted and open transactions of the source are left out. */
    public static final String ISOLATION_LEVEL = "isolation.level";
    /** How records are compressed on their way to a topic whose own {@code compression.type} doesn't say. */
    public static final String COMPRESSION_TYPE = "compression.type";
    /** How records travel. */
    public static final String LANE = "lane";
    /** The first pause after an error that may pass. */
    public static final String RETRY_BACKOFF = "retry.backoff.ms";
    /** The longest pause after an error that may pass. */
    public static final String RETRY_BACKOFF_MAX = "retry.backoff.max.ms";
    /** How long one request to a cluster may take. */
    public static final String ADMIN_TIMEOUT = "admin.timeout.ms";
    /** What happens when the flow's filters differ from those in the ledger. */
    public static final String DEFINITION_CHANGE = "definition.change";

    private static final ConfigDef.Validator REPLICAS = ConfigDef.LambdaValidator.with(
            (key, value) -> {
                if (value instanceof Short factor && factor != -1 && factor < 1) {
                    throw new ConfigException(key, value, "Value must be -1 or at least 1");
                }
            },
            () -> "-1 or [1,...]");

    private static final ConfigDef DEF = new ConfigDef()
            .define(
                    TOPICS_DISCOVERY_INTERVAL,
                    LONG,
                    10_000L,
                    atLeast(100),
                    MEDIUM,
                    "How often new topics, new partitions and re-created topics are looked for.")
            .define(
                    GROUPS_DISCOVERY_INTERVAL,
                    LONG,
                    10_000L,
                    atLeast(100),
                    MEDIUM,
                    "How often new groups are looked for.")
            .define(
                    CHECKPOINT_INTERVAL,
                    LONG,
                    1_000L,
                    atLeast(50),
                    HIGH,
                    "How often the offsets of all groups are read, translated and written as checkpoints, and synced.")
            .define(
                    STATUS_INTERVAL,
                    LONG,
                    1_000L,
                    atLeast(50),
                    MEDIUM,
                    "How often the status topic is written, even when nothing moves. A plan made without the source is as old as this.")
            .define(
                    GROUP_SYNC_ENABLED,
                    BOOLEAN,
                    true,
                    HIGH,
                    "Whether translated offsets are committed to the groups on the target. Groups that are active there are left alone.")
            .define(
                    HEARTBEATS_ENABLED,
                    BOOLEAN,
                    true,
                    LOW,
                    "Whether heartbeats are written to both clusters; a source that forbids it is left alone.")
            .define(HEARTBEATS_INTERVAL, LONG, 1_000L, atLeast(50), LOW, "How often a heartbeat is written.")
            .define(
                    LEDGER_FLUSH_INTERVAL,
                    LONG,
                    200L,
                    atLeast(10),
                    MEDIUM,
                    "How often acknowledged runs are written to the ledger. After a crash what came later is found again by comparing records.")
            .define(
                    LEDGER_MEMORY,
                    LONG,
                    256L << 20,
                    atLeast(1 << 16),
                    MEDIUM,
                    "How much memory the flow's ledger may take before its oldest runs are merged.")
            .define(
                    SLOTS,
                    INT,
                    8,
                    between(1, 1000),
                    LOW,
                    "How many slots a new flow has: partitions of its ledger topic, and the most instances that can share its work.")
            .define(
                    REPLICATION_FACTOR,
                    SHORT,
                    (short) -1,
                    REPLICAS,
                    MEDIUM,
                    "The replication factor of remote topics; -1 is the target cluster's default.")
            .define(
                    INTERNAL_REPLICATION_FACTOR,
                    SHORT,
                    (short) -1,
                    REPLICAS,
                    MEDIUM,
                    "The replication factor of MirrorKit's own topics; -1 is the target cluster's default.")
            .define(
                    OPEN_TRANSACTION_WARN,
                    LONG,
                    30_000L,
                    atLeast(100),
                    LOW,
                    "After how long a partition whose readable end is held by an open transaction is reported as such.")
            .define(
                    ISOLATION_LEVEL,
                    STRING,
                    "read_committed",
                    ValidString.in("read_committed", "read_uncommitted"),
                    MEDIUM,
                    "Whether aborted and open transactions of the source are left out (read_committed) or copied as plain records.")
            .define(
                    COMPRESSION_TYPE,
                    STRING,
                    "lz4",
                    ValidString.in("none", "gzip", "snappy", "lz4", "zstd"),
                    MEDIUM,
                    "How records are compressed on their way to the target.")
            .define(
                    LANE,
                    STRING,
                    "auto",
                    ValidString.in("auto", "wire", "client"),
                    MEDIUM,
                    "How records travel: as whole batches, unopened (wire); through a consumer and a producer (client); or as whole "
                            + "batches where the kafka-clients version on the class path allows it (auto).")
            .define(RETRY_BACKOFF, LONG, 500L, atLeast(1), LOW, "The first pause after an error that may pass.")
            .define(
                    RETRY_BACKOFF_MAX,
                    LONG,
                    10_000L,
                    atLeast(1),
                    LOW,
                    "The longest pause after an error that may pass.")
            .define(ADMIN_TIMEOUT, LONG, 30_000L, atLeast(100), LOW, "How long one request to a cluster may take.")
            .define(
                    DEFINITION_CHANGE,
                    STRING,
                    "refuse",
                    ValidString.in("refuse", "accept"),
                    MEDIUM,
                    "What happens when the flow's filters, cycle detector or translator differ from those in the ledger. "
                            + "Clusters, naming and slots can never be changed under one flow name.");

    private final Map<String, Object> values;

    private FlowConfig(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Checks settings and fills in the defaults.
     *
     * @param settings values by key, as strings or as the key's type; a {@link Duration} for a key that ends in {@code .ms}
     * @return the configuration
     * @throws ConfigException for an unknown key, a value out of bounds or two values that contradict each other, naming them
     */
    public static FlowConfig of(Map<String, ?> settings) {
        FlowConfig config = new FlowConfig(parse(settings));
        if (config.number(RETRY_BACKOFF) > config.number(RETRY_BACKOFF_MAX)) {
            throw new ConfigException(
                    RETRY_BACKOFF,
                    config.number(RETRY_BACKOFF),
                    "The first pause must not be longer than " + RETRY_BACKOFF_MAX + ", which is "
                            + config.number(RETRY_BACKOFF_MAX));
        }
        return config;
    }

    /** Checks one setting by itself, so that a builder can refuse it in the line that is wrong. */
    static void check(String key, Object value) {
        parse(Map.of(key, value));
    }

    private static Map<String, Object> parse(Map<String, ?> settings) {
        Set<String> unknown = new TreeSet<>(settings.keySet());
        unknown.removeAll(DEF.names());
        if (!unknown.isEmpty()) {
            throw new ConfigException(
                    "Unknown flow settings " + unknown + "; the known ones are " + new TreeSet<>(DEF.names()) + ".");
        }
        Map<String, String> texts = new TreeMap<>();
        settings.forEach((key, value) -> texts.put(key, asText(key, value)));
        return DEF.parse(texts);
    }

    /** Kafka's parser takes an Integer for no SHORT, but the text of one. */
    private static String asText(String key, Object value) {
        if (value instanceof Duration duration) {
            if (!key.endsWith(".ms")) {
                throw new ConfigException(key, value, "It takes no duration");
            }
            return Long.toString(duration.toMillis());
        }
        return value.toString();
    }

    /**
     * The definition of all keys, for documentation and for loaders of configuration files.
     *
     * @return a copy
     */
    public static ConfigDef configDef() {
        return new ConfigDef(DEF);
    }

    /**
     * A setting in milliseconds.
     *
     * @param key one of the constants whose text ends in {@code .ms}
     * @return the setting
     */
    public Duration duration(String key) {
        return Duration.ofMillis(number(key));
    }

    /**
     * A whole number.
     *
     * @param key one of the constants
     * @return the setting
     * @throws IllegalArgumentException if the key is unknown or no number
     */
    public long number(String key) {
        if (value(key) instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalArgumentException(key + " is not a number");
    }

    /**
     * A switch.
     *
     * @param key one of the constants
     * @return the setting
     * @throws IllegalArgumentException if the key is unknown or no switch
     */
    public boolean enabled(String key) {
        if (value(key) instanceof Boolean on) {
            return on;
        }
        throw new IllegalArgumentException(key + " is not a switch");
    }

    /**
     * A setting as text.
     *
     * @param key one of the constants
     * @return the setting
     * @throws IllegalArgumentException if the key is unknown
     */
    public String text(String key) {
        return value(key).toString();
    }

    private Object value(String key) {
        Object value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("unknown flow setting " + key);
        }
        return value;
    }

    @Override
    public String toString() {
        return new TreeMap<>(values).toString();
    }
}
