package io.mirrorkit.examples.runner;

import io.mirrorkit.api.ReplicationPolicy;
import io.mirrorkit.policy.NamingPolicies;
import java.util.Optional;
import java.util.function.Function;

/** The naming policy that a file asks for: MirrorMaker 2's by their names, or a class of MirrorKit's interface. Pure. */
final class Naming {

    private static final String CLASS = "replication.policy.class";
    private static final String SEPARATOR = "replication.policy.separator";
    private static final String PREFIX = "org.apache.kafka.connect.mirror.DefaultReplicationPolicy";
    private static final String IDENTITY = "org.apache.kafka.connect.mirror.IdentityReplicationPolicy";

    private final PairValues values;

    private Naming(PairValues values) {
        this.values = values;
    }

    static ReplicationPolicy of(PairValues values) {
        Naming naming = new Naming(values);
        ReplicationPolicy policy = naming.named();
        naming.requireLegalAlias(policy);
        return policy;
    }

    private ReplicationPolicy named() {
        Optional<Setting> named = values.setting(CLASS);
        if (named.isEmpty() || named.get().value().equals(PREFIX)) {
            return separated(NamingPolicies::prefix);
        }
        return named.get().value().equals(IDENTITY)
                ? separated(NamingPolicies::identity)
                : values.plugin(named.get(), ReplicationPolicy.class);
    }

    private ReplicationPolicy separated(Function<String, ReplicationPolicy> policy) {
        Setting separator = values.setting(SEPARATOR).orElse(new Setting(SEPARATOR, "."));
        try {
            return policy.apply(separator.value());
        } catch (IllegalArgumentException e) {
            throw values.bad(separator, "can't stand in a topic's name", "use letters, digits, '.', '_' and '-'");
        }
    }

    private void requireLegalAlias(ReplicationPolicy policy) {
        String alias = values.pair().source();
        try {
            policy.remoteTopic(alias, "probe");
        } catch (RuntimeException e) {
            throw values.bad(
                    "under " + policy.description() + " no topic can come from a cluster \"" + alias + "\": "
                            + e.getMessage(),
                    "give it another alias, or set another " + SEPARATOR);
        }
    }
}
