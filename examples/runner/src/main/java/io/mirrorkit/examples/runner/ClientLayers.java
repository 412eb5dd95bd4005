package io.mirrorkit.examples.runner;

import io.mirrorkit.examples.runner.FlowClientKey.Side;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Lays the client properties of a file over each other as MirrorMaker 2 does. From the weakest: connection properties at the top, a
 * pair's {@code A->B.consumer.x}, a cluster's {@code A.x} and {@code A.consumer.x}, a pair's {@code A->B.source.consumer.x}. Pure.
 */
final class ClientLayers {

    private static final Pattern ADDRESS = Pattern.compile(".+:\\d{1,5}");

    private final Mm2File file;
    private final Remarks remarks;

    ClientLayers(Mm2File file, Remarks remarks) {
        this.file = file;
        this.remarks = remarks;
    }

    /**
     * The client properties of a cluster.
     *
     * @param flows the pairs that are used; what others say of their clients does not count
     * @throws BadFileException if bootstrap.servers is missing, a value is none that Kafka takes, or two pairs want two values
     */
    ClientProperties of(String cluster, Collection<Pair> flows) {
        Map<String, Setting> layered = new HashMap<>();
        file.top().keySet().stream().filter(Vocabulary::isConnection).forEach(key -> file.ofTop(key)
                .ifPresent(setting -> layered.put(key, setting)));
        layered.putAll(ofPairs(cluster, flows, false));
        file.of(cluster).keySet().stream().filter(ClientLayers::isOfClients).forEach(key -> file.ofCluster(cluster, key)
                .ifPresent(setting -> layered.put(key, setting)));
        layered.putAll(ofPairs(cluster, flows, true));
        Map<String, String> properties = new HashMap<>();
        layered.forEach((key, setting) -> take(key, setting, properties));
        requireAddresses(cluster, layered.get("bootstrap.servers"));
        return new ClientProperties(cluster, properties);
    }

    /** What the file says of a client property of a pair, under the same rules; empty if it says nothing. */
    Optional<Setting> clientSetting(Pair pair, Side side, String kind, String property) {
        String cluster = side == Side.SOURCE ? pair.source() : pair.target();
        String key = kind + "." + property;
        return ofPair(pair, side, key, true)
                .or(() -> file.ofCluster(cluster, key))
                .or(() -> ofPair(pair, side, key, false))
                .map(setting -> ConfigProviders.refused(file.name(), setting));
    }

    private static boolean isOfClients(String key) {
        return !Vocabulary.isWithoutEffect(key)
                && (Vocabulary.clientOf(key).isPresent() || Vocabulary.CLIENT_KEYS.containsKey(key));
    }

    private Map<String, Setting> ofPairs(String cluster, Collection<Pair> flows, boolean winning) {
        Map<String, Setting> settings = new HashMap<>();
        for (Pair pair : flows) {
            if (pair.source().equals(cluster)) {
                addAll(settings, pair, Side.SOURCE, winning);
            }
            if (pair.target().equals(cluster)) {
                addAll(settings, pair, Side.TARGET, winning);
            }
        }
        return settings;
    }

    private void addAll(Map<String, Setting> settings, Pair pair, Side side, boolean winning) {
        file.of(pair).keySet().forEach(key -> FlowClientKey.parse(key)
                .filter(client -> client.holdsFor(side) && client.wins() == winning)
                .ifPresent(client ->
                        file.ofPair(pair, key).ifPresent(setting -> add(settings, client.engineKey(), setting))));
    }

    /** Clients of a cluster are shared by its flows, so the flows can't want different ones. */
    private void add(Map<String, Setting> settings, String key, Setting setting) {
        Setting other = settings.put(key, setting);
        if (other != null && !other.value().equals(setting.value())) {
            throw BadFileException.ofKey(
                    file.name(),
                    setting.key(),
                    "and " + other.key() + " have different values, but the flows of a cluster share its clients",
                    "write one value, or run the flows from two files");
        }
    }

    private Optional<Setting> ofPair(Pair pair, Side side, String engineKey, boolean winning) {
        return file.of(pair).keySet().stream()
                .filter(key -> FlowClientKey.parse(key)
                        .filter(client -> client.holdsFor(side) && client.wins() == winning)
                        .filter(client -> client.engineKey().equals(engineKey))
                        .isPresent())
                .findFirst()
                .flatMap(key -> file.ofPair(pair, key));
    }

    private void take(String key, Setting setting, Map<String, String> properties) {
        Optional<String> kind = Vocabulary.clientOf(key);
        String property = kind.map(of -> key.substring(of.length() + 1)).orElse(key);
        if (Vocabulary.DECIDED.contains(property)) {
            remarks.decided(setting.key());
        } else if (!Vocabulary.TAKEN_INTO_THE_FLOW.containsKey(property)) {
            requireLegal(property, ConfigProviders.refused(file.name(), setting), kind);
            properties.put(key, setting.value());
        }
    }

    private void requireLegal(String property, Setting setting, Optional<String> kind) {
        ConfigDef.ConfigKey definition = kind.map(Vocabulary.CLIENTS::get)
                .map(ConfigDef::configKeys)
                .orElse(Vocabulary.CLIENT_KEYS)
                .get(property);
        if (definition == null) {
            return;
        }
        try {
            Object value = ConfigDef.parseType(property, setting.value(), definition.type);
            if (definition.validator != null) {
                definition.validator.ensureValid(property, value);
            }
        } catch (ConfigException e) {
            throw illegal(property, setting, Tunables.reason(e));
        }
    }

    private BadFileException illegal(String property, Setting setting, String reason) {
        String wayOut = "correct it; Kafka's documentation lists what it may be";
        if (Vocabulary.isSecret(property)) {
            return BadFileException.ofKey(
                    file.name(), setting.key(), "has a value that Kafka does not take (it is not shown)", wayOut);
        }
        return BadFileException.ofValue(file.name(), setting, "is nothing that Kafka takes (" + reason + ")", wayOut);
    }

    private void requireAddresses(String cluster, @Nullable Setting servers) {
        String key = cluster + ".bootstrap.servers";
        if (servers == null || servers.value().isEmpty()) {
            throw BadFileException.ofKey(
                    file.name(), key, "is missing", "add " + key + " = host:port of a broker of " + cluster);
        }
        for (String address : servers.value().split(",", -1)) {
            if (!ADDRESS.matcher(address.strip()).matches()) {
                throw BadFileException.ofValue(
                        file.name(), servers, "is no list of host:port", "write host:port, with commas between them");
            }
        }
    }
}
