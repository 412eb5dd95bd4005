package io.mirrorkit.failover.switching;

import io.mirrorkit.api.ledger.ControlState;
import io.mirrorkit.api.ledger.HandOver;

/** What happens to an instance when clients switch. Cases may be added. */
public sealed interface SwitchEvent {

    /**
     * Another state counts from now on; the instance's clients follow it.
     *
     * @param state the state
     */
    record Changed(ControlState state) implements SwitchEvent {}

    /**
     * The instance's clients stand still.
     *
     * @param reason why
     */
    record Stopped(String reason) implements SwitchEvent {}

    /**
     * It is known where a group goes on; its members join from now on.
     *
     * @param group the group's id
     * @param handOver where, and who was late
     */
    record HandedOver(String group, HandOver handOver) implements SwitchEvent {}

    /**
     * It could not be worked out where a group goes on; the instance tries again.
     *
     * @param group the group's id
     * @param reason why
     */
    record HandOverFailed(String group, String reason) implements SwitchEvent {}
}
