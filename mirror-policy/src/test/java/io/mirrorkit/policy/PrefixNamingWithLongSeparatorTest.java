package io.mirrorkit.policy;

import io.mirrorkit.api.ReplicationPolicy;
import io.mirrorkit.api.contract.ReplicationPolicyContract;
import java.util.List;

class PrefixNamingWithLongSeparatorTest extends ReplicationPolicyContract {

    @Override
    protected ReplicationPolicy policy() {
        return NamingPolicies.prefix("--");
    }

    @Override
    protected List<String> aliases() {
        return List.of("primary", "eu.west", "a-b");
    }
}
