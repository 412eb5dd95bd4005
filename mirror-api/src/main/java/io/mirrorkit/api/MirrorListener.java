package io.mirrorkit.api;

/**
 * Hears what an engine does. Events come one at a time, in order, on one thread of the engine's own that does nothing else, so a
 * slow listener delays other events and nothing more; if it falls far behind, events are dropped and counted. An exception
 * that a listener throws is logged once, counted, and does no harm.
 */
@FunctionalInterface
public interface MirrorListener {

    /**
     * Called for each event.
     *
     * @param event what happened; new kinds may come with any release, so leave unknown ones alone
     */
    void onEvent(MirrorEvent event);
}
