package io.mirrorkit.core.internal.engine;

import io.mirrorkit.api.ledger.GroupStatus;
import io.mirrorkit.api.ledger.SlotStatus.PartitionStatus;
import java.util.List;
import java.util.Map;

/**
 * How a flow stands, for the public status.
 *
 * @param flow its name
 * @param phase how it stands
 * @param reason why; empty where there is nothing to say
 * @param partitions its partitions as they were seen last
 * @param groups its groups as they were seen last
 * @param refusedTopics why topics are not replicated
 * @param lane how its records travel
 */
public record FlowSnapshot(
        String flow,
        Phase phase,
        String reason,
        List<PartitionStatus> partitions,
        Map<String, GroupStatus> groups,
        Map<String, String> refusedTopics,
        LaneSnapshot lane) {

    /** The phases of a flow; the public states have the same names. */
    public enum Phase {
        /** Not yet running. */
        STARTING,
        /** Running. */
        RUNNING,
        /** Running, and not reading. */
        PAUSED,
        /** Failed, and to be tried again. */
        RETRYING,
        /** Not to be tried again. */
        REFUSED,
        /** Ended. */
        CLOSED
    }

    static FlowSnapshot of(FlowRunner runner) {
        return runner.state()
                .fold(
                        () -> idle(runner, Phase.STARTING, ""),
                        running -> of(runner, running.session()),
                        retrying -> idle(runner, Phase.RETRYING, retrying.reason()),
                        refused -> idle(
                                runner,
                                Phase.REFUSED,
                                String.valueOf(refused.cause().getMessage())),
                        () -> idle(runner, Phase.CLOSED, ""));
    }

    private static FlowSnapshot of(FlowRunner runner, FlowSession session) {
        return new FlowSnapshot(
                runner.flow().name(),
                runner.paused() ? Phase.PAUSED : Phase.RUNNING,
                "",
                session.partitions(),
                session.groupStatuses(),
                session.refusals(),
                runner.lane());
    }

    private static FlowSnapshot idle(FlowRunner runner, Phase phase, String reason) {
        return new FlowSnapshot(runner.flow().name(), phase, reason, List.of(), Map.of(), Map.of(), runner.lane());
    }
}
