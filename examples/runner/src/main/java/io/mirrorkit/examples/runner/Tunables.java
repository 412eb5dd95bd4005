package io.mirrorkit.examples.runner;

import io.mirrorkit.api.FlowConfig;
import io.mirrorkit.examples.runner.FlowClientKey.Side;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;

/**
 * The tunables of a flow: MirrorMaker 2's keys turned into MirrorKit's, then MirrorKit's own, which win. What a file does not set is as
 * MirrorKit has it, but for group sync, which MirrorMaker 2 leaves off. Pure.
 */
final class Tunables {

    private static final String GROUP_SYNC = "sync.group.offsets.enabled";

    private final PairValues values;
    private final ClientLayers clients;
    private final Remarks remarks;
    private final Map<String, Object> chosen = new TreeMap<>();

    private Tunables(PairValues values, ClientLayers clients, Remarks remarks) {
        this.values = values;
        this.clients = clients;
        this.remarks = remarks;
    }

    /** By {@link FlowConfig}'s keys. */
    static Map<String, Object> of(PairValues values, ClientLayers clients, Remarks remarks) {
        Tunables tunables = new Tunables(values, clients, remarks);
        tunables.discovery("topics", FlowConfig.TOPICS_DISCOVERY_INTERVAL);
        tunables.discovery("groups", FlowConfig.GROUPS_DISCOVERY_INTERVAL);
        tunables.groupSync();
        tunables.checkpoints();
        tunables.heartbeats();
        tunables.factors();
        tunables.ofClients();
        tunables.own();
        return tunables.chosen;
    }

    private void discovery(String what, String flowKey) {
        OptionalLong interval = values.millis("refresh." + what + ".interval.seconds");
        if (values.flag("refresh." + what + ".enabled").orElse(true)) {
            interval.ifPresent(ms -> chosen.put(flowKey, ms));
        } else {
            chosen.put(flowKey, 1000 * PairValues.NEVER_SECONDS);
        }
    }

    private void groupSync() {
        Optional<Boolean> said = values.flag(FlowConfig.GROUP_SYNC_ENABLED).or(() -> values.flag(GROUP_SYNC));
        chosen.put(FlowConfig.GROUP_SYNC_ENABLED, said.orElse(false));
        if (said.isEmpty()) {
            remarks.note(
                    values.pair(),
                    GROUP_SYNC
                            + " is not set, and MirrorMaker 2's default is false: groups get checkpoints, and nothing"
                            + " commits their offsets on the target but the command apply");
        }
    }

    /** Groups are synced with each checkpoint, so the shorter of both intervals holds. */
    private void checkpoints() {
        boolean synced = Boolean.TRUE.equals(chosen.get(FlowConfig.GROUP_SYNC_ENABLED));
        OptionalLong checkpoints = values.millis("emit.checkpoints.interval.seconds");
        OptionalLong groups = values.millis("sync.group.offsets.interval.seconds");
        Stream.of(checkpoints, synced ? groups : OptionalLong.empty())
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .min(Comparator.naturalOrder())
                .ifPresent(ms -> chosen.put(FlowConfig.CHECKPOINT_INTERVAL, ms));
    }

    private void heartbeats() {
        Optional<Boolean> emitted = values.flag("emit.heartbeats.enabled");
        emitted.ifPresent(on -> chosen.put(FlowConfig.HEARTBEATS_ENABLED, on));
        values.millis("emit.heartbeats.interval.seconds")
                .ifPresent(ms -> chosen.put(FlowConfig.HEARTBEATS_INTERVAL, ms));
        if (emitted.orElse(true)
                && !values.flag("heartbeats.replication.enabled").orElse(true)) {
            remarks.note(
                    values.pair(),
                    "heartbeats.replication.enabled=false has no effect unless emit.heartbeats.enabled is false too, since a flow"
                            + " replicates the heartbeats that it emits");
        }
    }

    /** The topics that MirrorMaker 2 keeps for itself have a factor each; MirrorKit's have one, the greatest of them. */
    private void factors() {
        Stream.of("checkpoints", "heartbeats", "offset-syncs")
                .flatMap(topic -> values.setting(topic + ".topic.replication.factor").stream())
                .map(setting -> checked(FlowConfig.INTERNAL_REPLICATION_FACTOR, setting))
                .max(Comparator.comparingInt(Integer::parseInt))
                .ifPresent(factor -> chosen.put(FlowConfig.INTERNAL_REPLICATION_FACTOR, factor));
        if (values.setting(FlowConfig.REPLICATION_FACTOR).isEmpty()) {
            remarks.note(
                    values.pair(),
                    FlowConfig.REPLICATION_FACTOR
                            + " is not set, so remote topics get the target's own default (MirrorMaker 2: 2)");
        }
    }

    private void ofClients() {
        clients.clientSetting(values.pair(), Side.SOURCE, "consumer", Vocabulary.ISOLATION)
                .ifPresent(setting -> put(FlowConfig.ISOLATION_LEVEL, setting));
        clients.clientSetting(values.pair(), Side.TARGET, "producer", Vocabulary.COMPRESSION)
                .ifPresent(setting -> put(FlowConfig.COMPRESSION_TYPE, setting));
    }

    private void own() {
        FlowConfig.configDef().names().stream()
                .filter(key -> !key.equals(FlowConfig.GROUP_SYNC_ENABLED))
                .forEach(key -> values.setting(key).ifPresent(setting -> put(key, setting)));
    }

    private void put(String flowKey, Setting setting) {
        chosen.put(flowKey, checked(flowKey, setting));
    }

    /** By itself: whether tunables contradict each other is seen when all are there. */
    private String checked(String flowKey, Setting setting) {
        try {
            FlowConfig.configDef().parse(Map.of(flowKey, setting.value()));
            return setting.value();
        } catch (ConfigException e) {
            throw values.bad(setting, "is not possible (" + reason(e) + ")", "correct it");
        }
    }

    /** Kafka's message without its beginning, which names the value and the key. */
    static String reason(ConfigException e) {
        return String.valueOf(e.getMessage())
                .replaceFirst("(?s)^.* for configuration [^:]*: ", "")
                .replaceFirst("\\.$", "");
    }
}
