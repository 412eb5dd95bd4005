package io.mirrorkit.examples.quickstart;

import io.mirrorkit.api.Flow;
import io.mirrorkit.core.MirrorEngine;
import io.mirrorkit.failover.Applied;
import io.mirrorkit.failover.FailoverClient;
import io.mirrorkit.failover.GroupPlan;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import java.util.Map;
import java.util.function.Consumer;

/** What the project's front page shows. */
public final class Sample {

    private Sample() {}

    /**
     * Replicates until the source is lost, then moves a group to the target.
     *
     * @param primary how to reach the source
     * @param backup how to reach the target
     * @param untilPrimaryIsLost returns when replication is to end
     * @return what was committed on the target
     */
    public static Applied run(
            Map<String, Object> primary, Map<String, Object> backup, Consumer<MirrorEngine> untilPrimaryIsLost) {
        // tag::sample[]
        Flow flow = Flow.builder("primary", "backup")
                .topics(TopicFilters.include("orders", "payments"))
                .policy(NamingPolicies.prefix())
                .build();
        try (MirrorEngine engine = MirrorEngine.builder()
                .cluster("primary", primary)
                .cluster("backup", backup)
                .flow(flow)
                .build()) {
            engine.start();
            untilPrimaryIsLost.accept(engine);
        }
        try (FailoverClient client = FailoverClient.connect(backup, flow)) {
            GroupPlan plan = client.plan("billing");
            System.out.println(plan);
            return client.apply(plan);
        }
        // end::sample[]
    }
}
