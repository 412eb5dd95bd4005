package io.mirrorkit.examples.policy;

import io.mirrorkit.api.ReplicationPolicy;
import io.mirrorkit.api.contract.ReplicationPolicyContract;

// tag::test[]
class RegionNamingTest extends ReplicationPolicyContract {

    @Override
    protected ReplicationPolicy policy() {
        return new RegionNaming();
    }
}
// end::test[]
