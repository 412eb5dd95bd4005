package io.mirrorkit.core;

import java.util.Map;
import java.util.Optional;

/**
 * How an engine stands.
 *
 * @param flows its flows by name
 * @param bytesInFlight how much of the byte budget is in use
 * @param eventsDropped events that the listener was too slow for
 * @param listenerFailures events for which the listener threw
 */
public record EngineStatus(
        Map<String, FlowStatus> flows, long bytesInFlight, long eventsDropped, long listenerFailures) {

    /**
     * Copies the collections.
     *
     * @param flows flows by name
     * @param bytesInFlight bytes of the budget in use
     * @param eventsDropped events dropped
     * @param listenerFailures events for which the listener threw
     */
    public EngineStatus {
        flows = Map.copyOf(flows);
    }

    /**
     * One flow.
     *
     * @param name the flow's name
     * @return its status, or empty if the engine has no such flow
     */
    public Optional<FlowStatus> flow(String name) {
        return Optional.ofNullable(flows.get(name));
    }
}
