package io.mirrorkit.core.internal.engine;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.FlowConfig;
import io.mirrorkit.api.errors.FlowRefusedException;
import io.mirrorkit.api.ledger.FlowDefinition;
import java.util.List;
import java.util.Set;

/** Compares a flow with what its ledger remembers of it. Pure. */
final class FlowDefinitions {

    /** What may change under one flow name, if it is asked for: the rest would make the ledger wrong. */
    private static final Set<String> CHANGEABLE = Set.of(
            "topics", "groups", "topic configs", "cycle detector", "offset translator", "start", "existing topics");

    private FlowDefinitions() {}

    static FlowDefinition of(Flow flow, String sourceClusterId, String targetClusterId, long nowMs) {
        return new FlowDefinition(
                nowMs,
                (int) flow.config().number(FlowConfig.SLOTS),
                sourceClusterId,
                targetClusterId,
                flow.describeParts());
    }

    /**
     * Refuses a flow whose definition differs.
     *
     * @return whether the definition changed in a way that was asked for, and has to be written anew
     * @throws FlowRefusedException with the differences
     */
    static boolean changed(Flow flow, FlowDefinition wanted, FlowDefinition remembered) {
        List<String> differences = wanted.differences(remembered);
        if (differences.isEmpty()) {
            return false;
        }
        boolean mayChange =
                differences.stream().allMatch(line -> CHANGEABLE.contains(line.substring(0, line.indexOf(':'))));
        if (mayChange && flow.config().text(FlowConfig.DEFINITION_CHANGE).equals("accept")) {
            return true;
        }
        throw new FlowRefusedException(
                "Flow \"" + flow.name() + "\" is defined otherwise in its ledger on \"" + flow.target() + "\": "
                        + String.join("; ", differences) + ".",
                mayChange
                        ? "set " + FlowConfig.DEFINITION_CHANGE
                                + "=accept if the change is meant, or give this flow another name."
                        : "give this flow another name; clusters, naming and slots can't change under one name.");
    }
}
