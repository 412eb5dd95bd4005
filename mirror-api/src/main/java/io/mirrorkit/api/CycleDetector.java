package io.mirrorkit.api;

/**
 * Keeps a flow from carrying records back to a cluster that they came from.
 *
 * <p>This form looks at topic names. Detectors that look at records and at whole batches follow; until all three levels
 * exist this interface is incubating. Extend {@code CycleDetectorContract} of this module's test-jar to test an
 * implementation, which is a pure function, thread-safe and without I/O.
 */
@Incubating
@FunctionalInterface
public interface CycleDetector {

    /**
     * Whether a flow has to leave a source topic alone, since copying it would close a loop.
     *
     * @param sourceAlias the alias of the flow's source
     * @param targetAlias the alias of the flow's target
     * @param topic a topic's name on the source
     * @param policy the flow's naming policy, which reads the hops from a name
     * @return true if the topic must not be replicated
     */
    boolean isCycle(String sourceAlias, String targetAlias, String topic, ReplicationPolicy policy);

    /**
     * The detector that every flow has unless it is given another: a topic is a cycle if any hop in its name, at any depth, is the
     * flow's source or target. This is MirrorMaker 2's rule since 4.4 (KAFKA-9914). A topic that an application itself calls
     * {@code <source>.x} or {@code <target>.x} is left alone too.
     *
     * @return the detector
     */
    static CycleDetector byHops() {
        return HopCycles.INSTANCE;
    }

    /**
     * What the flow's definition on the target says of this detector.
     *
     * @return a short text; by default the class name, or {@code (lambda)}
     */
    default String description() {
        return Descriptions.ofClass(this);
    }
}
