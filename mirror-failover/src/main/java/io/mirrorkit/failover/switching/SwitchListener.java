package io.mirrorkit.failover.switching;

/**
 * Is told what happens to an instance when clients switch. Called by a thread of the {@link ClusterSwitch}, one event after the other; it may
 * block for a while, which delays hand-overs. What it throws is logged and does no harm.
 */
@FunctionalInterface
public interface SwitchListener {

    /**
     * Something happened.
     *
     * @param event what
     */
    void onEvent(SwitchEvent event);
}
