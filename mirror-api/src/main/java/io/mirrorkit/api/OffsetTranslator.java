package io.mirrorkit.api;

import io.mirrorkit.api.ledger.Ledger;
import io.mirrorkit.api.ledger.LogBounds;

/**
 * Turns a group's offset on the source into one on the target. The engine (for checkpoints and group sync) and the failover
 * client (for plans) use the same translator, which the flow's definition names.
 *
 * <p>An implementation must never answer an offset behind that of {@link #exact()} (invariant C); it may answer one before
 * it, for instance to read the last hundred records again on purpose. It is thread-safe, pure and does not block. Extend
 * {@code OffsetTranslatorContract} of this module's test-jar to test one.
 */
@FunctionalInterface
public interface OffsetTranslator {

    /**
     * Translates one offset.
     *
     * @param ledger the runs of the source partition
     * @param sourceOffset the next offset that the group would read on the source, 0 or greater
     * @param target what the remote partition's log holds now
     * @return where the group goes on reading on the target
     */
    Translation translate(Ledger ledger, long sourceOffset, LogBounds target);

    /**
     * The translator that every flow has unless it is given another: what the ledger says.
     *
     * @return the translator
     */
    static OffsetTranslator exact() {
        return ExactTranslator.INSTANCE;
    }

    /**
     * What the flow's definition on the target says of this translator.
     *
     * @return a short text; by default the class name, or {@code (lambda)}
     */
    default String description() {
        return Descriptions.ofClass(this);
    }
}
