package io.mirrorkit.policy;

import io.mirrorkit.api.CycleDetector;
import io.mirrorkit.api.ReplicationPolicy;

/** Detectors that find cycles by the names of topics. */
public final class TopicCycles {

    private TopicCycles() {}

    /**
     * A topic closes a loop if one of its hops, at any depth, has the alias of the flow's source or target: MirrorMaker 2's
     * rule since 4.4. That the source counts too keeps topics from growing for ever where one cluster has two aliases, and in
     * rings of engines that each know two clusters only.
     *
     * <p>What may surprise:
     * <ul>
     *   <li>A topic that an application created as {@code B.foo} is not replicated to or from a cluster {@code B} under prefix
     *       naming: its name says that it came from there.
     *   <li>Names under identity naming, and under mappings without the source, show no hops but those of heartbeats; nothing
     *       else is found, so a two-way flow needs a detector that looks at records.
     *   <li>A policy of one's own that answers a hop with the flow's source for each topic stops all of them; a policy
     *       whose names show no origin has to answer none.
     * </ul>
     *
     * @return the detector that flows have unless they are given another
     */
    public static CycleDetector byHops() {
        return CycleDetector.byHops();
    }

    /**
     * Finds no cycle at all. For flows that can't close a loop, such as a single one-way flow, and whose topics' names may look
     * as if they came from the target.
     *
     * @return the detector
     */
    public static CycleDetector none() {
        return None.INSTANCE;
    }

    private enum None implements CycleDetector {
        INSTANCE;

        @Override
        public boolean isCycle(String sourceAlias, String targetAlias, String topic, ReplicationPolicy policy) {
            return false;
        }

        @Override
        public String description() {
            return "none";
        }
    }
}
