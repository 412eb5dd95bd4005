package io.mirrorkit.examples.runner;

import io.mirrorkit.api.ExistingTopics;
import io.mirrorkit.api.Flow;
import io.mirrorkit.api.ReplicationPolicy;
import io.mirrorkit.api.StartPosition;
import io.mirrorkit.examples.runner.FlowClientKey.Side;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;

/** Turns what a file says of a pair into a flow. Pure. */
final class FlowSettings {

    private final PairValues values;
    private final ClientLayers clients;
    private final Remarks remarks;

    private FlowSettings(PairValues values, ClientLayers clients, Remarks remarks) {
        this.values = values;
        this.clients = clients;
        this.remarks = remarks;
    }

    /**
     * The flow of a pair, whether it is enabled or not.
     *
     * @throws BadFileException if a value can't be understood
     */
    static Flow of(Mm2File file, Pair pair, ClientLayers clients, Remarks remarks) {
        return new FlowSettings(new PairValues(file, pair), clients, remarks).flow();
    }

    private Flow flow() {
        Flow.Builder builder = builder();
        ReplicationPolicy policy = Naming.of(values);
        Filters filters = new Filters(values);
        builder.policy(policy).topics(filters.topics(policy)).groups(filters.groups());
        filters.topicConfigs().ifPresent(builder::topicConfigs);
        clients.clientSetting(values.pair(), Side.SOURCE, "consumer", Vocabulary.START)
                .ifPresent(setting -> builder.startAt(start(setting)));
        values.setting(Vocabulary.EXISTING_TOPICS).ifPresent(setting -> builder.existingTopics(existing(setting)));
        values.own(Vocabulary.FLOW_NAME).ifPresent(setting -> name(builder, setting));
        Tunables.of(values, clients, remarks).forEach(builder::config);
        return built(builder);
    }

    private Flow built(Flow.Builder builder) {
        try {
            return builder.build();
        } catch (ConfigException e) {
            throw values.bad(values.pair() + ": " + e.getMessage(), "correct one of them");
        }
    }

    private Flow.Builder builder() {
        try {
            return Flow.builder(values.pair().source(), values.pair().target());
        } catch (IllegalArgumentException e) {
            throw values.bad(String.valueOf(e.getMessage()), "give the cluster another alias");
        }
    }

    private void name(Flow.Builder builder, Setting setting) {
        try {
            builder.name(setting.value());
        } catch (IllegalArgumentException e) {
            throw values.bad(setting, "is no name for a flow", "use letters, digits, '.', '_' and '-'");
        }
    }

    private StartPosition start(Setting setting) {
        return switch (setting.value().toLowerCase(Locale.ROOT)) {
            case "earliest" -> StartPosition.earliest();
            case "latest" -> StartPosition.latest();
            default -> throw values.bad(setting, "is no place to begin at", "write earliest or latest");
        };
    }

    private ExistingTopics existing(Setting setting) {
        return Stream.of(ExistingTopics.values())
                .filter(choice -> choice.name().equalsIgnoreCase(setting.value()))
                .findFirst()
                .orElseThrow(() -> values.bad(setting, "is none of refuse, append and adopt", "write one of them"));
    }
}
