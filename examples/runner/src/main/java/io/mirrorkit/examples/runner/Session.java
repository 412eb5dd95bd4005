package io.mirrorkit.examples.runner;

import io.mirrorkit.api.errors.MirrorException;
import io.mirrorkit.failover.ApplyOption;
import io.mirrorkit.failover.ApplyOutcome;
import io.mirrorkit.failover.FailoverClient;
import io.mirrorkit.failover.GroupPlan;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A connection to a flow's target, and to that alone. */
final class Session implements AutoCloseable {

    private final Scope scope;
    private final FlowLoader.OnTarget onTarget;
    private final FailoverClient client;

    private Session(Scope scope, FlowLoader.OnTarget onTarget, FailoverClient client) {
        this.scope = scope;
        this.onTarget = onTarget;
        this.client = client;
    }

    /** Does not wait for the cluster. */
    static Session open(Scope scope) {
        FlowLoader.OnTarget onTarget = scope.onTarget();
        FailoverClient client = FailoverClient.builder(onTarget.properties().forReading(), onTarget.flow())
                .deadline(scope.deadline())
                .connect();
        return new Session(scope, onTarget, client);
    }

    /** The target as a person knows it. */
    String target() {
        return onTarget.properties().cluster() + " (" + onTarget.properties().bootstrapServers() + ")";
    }

    /** The plans of the groups that the scope names, or of all. */
    Plans plan() {
        return scope.groups().isEmpty()
                ? new Plans.OfAll(client.planAll())
                : new Plans.OfGroups(scope.groups().stream().map(client::plan).toList());
    }

    /** Commits plans; a group that is refused does not stop the others. */
    Map<String, ApplyOutcome> apply(Plans plans, Set<ApplyOption> options) {
        ApplyOption[] allowed = options.toArray(ApplyOption[]::new);
        if (plans instanceof Plans.OfAll all) {
            return client.apply(all.plan(), allowed);
        }
        Map<String, ApplyOutcome> outcomes = new TreeMap<>();
        plans.groups().forEach(plan -> outcomes.put(plan.group(), apply(plan, allowed)));
        return outcomes;
    }

    private ApplyOutcome apply(GroupPlan plan, ApplyOption... allowed) {
        try {
            return new ApplyOutcome.Done(client.apply(plan, allowed));
        } catch (MirrorException e) {
            return new ApplyOutcome.Failed(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
