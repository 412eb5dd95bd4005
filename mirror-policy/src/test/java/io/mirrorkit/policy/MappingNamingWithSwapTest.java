package io.mirrorkit.policy;

import io.mirrorkit.api.ReplicationPolicy;
import io.mirrorkit.api.contract.ReplicationPolicyContract;
import java.util.Map;

/** Pairs that swap two names leave every topic a remote name of its own. */
class MappingNamingWithSwapTest extends ReplicationPolicyContract {

    @Override
    protected ReplicationPolicy policy() {
        return NamingPolicies.mapping("{topic}").withPairs(Map.of("orders", "a", "a", "orders"));
    }
}
