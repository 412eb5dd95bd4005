package io.mirrorkit.core.internal.engine;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.FlowConfig;
import io.mirrorkit.api.errors.FlowRefusedException;
import io.mirrorkit.core.internal.lane.ByteBudget;
import io.mirrorkit.core.internal.lane.Lane;
import io.mirrorkit.core.internal.lane.LaneCounters;
import io.mirrorkit.core.internal.lane.client.ClientLanes;
import io.mirrorkit.core.internal.lane.wire.WireLane;
import io.mirrorkit.core.internal.lane.wire.WireProbe;
import java.util.Optional;

/**
 * Which lane a flow takes, and why.
 *
 * @param wire whether it is the wire lane
 * @param reason why; for status and log
 */
record LaneChoice(boolean wire, String reason) {

    private static final String WIRE = "wire";
    private static final String CLIENT = "client";

    /**
     * Chooses by the flow's setting and by what is on the class path.
     *
     * @throws FlowRefusedException if the flow demands the wire lane and it can't run
     */
    static LaneChoice of(Flow flow) {
        String setting = flow.config().text(FlowConfig.LANE);
        if (setting.equals(CLIENT)) {
            return new LaneChoice(false, "lane=client");
        }
        Optional<String> obstacle = WireProbe.obstacle();
        if (obstacle.isEmpty()) {
            return new LaneChoice(true, "lane=" + setting);
        }
        if (setting.equals(WIRE)) {
            throw new FlowRefusedException(
                    "Flow \"" + flow.name() + "\" demands lane=wire, which can't run here: " + obstacle.get() + ".",
                    "put kafka-clients 4.3.x on the class path, or set lane=auto, which then takes the client lane.");
        }
        return new LaneChoice(false, "the wire lane can't run: " + obstacle.get());
    }

    /** The lane's name, as the setting has it. */
    String lane() {
        return wire ? WIRE : CLIENT;
    }

    /** A lane that does not run yet. */
    Lane open(String threadName, FlowClients clients, ByteBudget budget, LaneCounters counters, Lane.Owner owner) {
        return wire
                ? new WireLane(threadName, clients, budget, counters, owner)
                : new ClientLanes(threadName, clients, budget, counters, owner);
    }
}
