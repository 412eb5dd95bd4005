package io.mirrorkit.failover.internal;

import io.mirrorkit.api.ledger.Generation;
import io.mirrorkit.api.ledger.Ledger;
import java.util.Map;

/**
 * What the ledger topic holds of one source partition.
 *
 * @param readable the generations that could be decoded
 * @param unreadable the others, with the reason
 */
public record PartitionLedger(Map<Generation, Ledger> readable, Map<Generation, String> unreadable) {

    /** What a ledger topic says of a partition that it does not know. */
    public static final PartitionLedger NONE = new PartitionLedger(Map.of(), Map.of());

    /** Copies the maps. */
    public PartitionLedger {
        readable = Map.copyOf(readable);
        unreadable = Map.copyOf(unreadable);
    }

    /** Whether the ledger topic knows nothing of the partition. */
    public boolean isEmpty() {
        return readable.isEmpty() && unreadable.isEmpty();
    }
}
