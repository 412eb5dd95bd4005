package io.mirrorkit.policy;

import io.mirrorkit.api.ReplicationPolicy;
import io.mirrorkit.api.contract.ReplicationPolicyContract;

class MappingNamingWithSourceTest extends ReplicationPolicyContract {

    @Override
    protected ReplicationPolicy policy() {
        return NamingPolicies.mapping("{topic}-from-{source}").withPair("orders", "sales");
    }
}
