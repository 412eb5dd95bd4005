package io.mirrorkit.core.internal.engine;

import io.mirrorkit.core.internal.lane.LaneCounters;

/**
 * Which lane a flow takes, and what went over it.
 *
 * @param lane its name; empty until it is chosen
 * @param reason why it is this one
 * @param counters what it has done since the engine started
 */
public record LaneSnapshot(String lane, String reason, LaneCounters counters) {}
