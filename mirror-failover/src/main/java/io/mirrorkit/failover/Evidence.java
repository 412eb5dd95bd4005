package io.mirrorkit.failover;

import io.mirrorkit.failover.Completeness.Missing;
import io.mirrorkit.failover.Completeness.What;
import io.mirrorkit.failover.internal.AnchorCounter.Counts;
import io.mirrorkit.failover.internal.CheckpointEvidence;
import io.mirrorkit.failover.internal.LedgerEvidence;
import io.mirrorkit.failover.internal.StatusEvidence;
import io.mirrorkit.failover.internal.TargetEvidence;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that was read for a plan. A topic that is not on the target is empty here.
 *
 * @param ledger what the ledger topic holds
 * @param status what the status topic holds
 * @param checkpoints what the topic of checkpoints holds, if it was asked
 * @param target what the target holds now
 * @param counts what counting found
 * @param missing what every plan made of this lacks
 */
record Evidence(
        Optional<LedgerEvidence> ledger,
        Optional<StatusEvidence> status,
        Optional<CheckpointEvidence> checkpoints,
        TargetEvidence target,
        Counts counts,
        List<Missing> missing) {

    private static final Set<What> OF_GROUPS = Set.of(What.TARGET, What.STATUS, What.CHECKPOINTS);

    Evidence {
        missing = List.copyOf(missing);
    }

    /** Why what is known of the groups may be missing or old. */
    Optional<Missing> groupsUnread() {
        return missing.stream().filter(Evidence::isOfGroups).findFirst();
    }

    /** Whether groups may be missing where this is. */
    static boolean isOfGroups(Missing one) {
        return OF_GROUPS.contains(one.what());
    }

    Evidence with(Counts counted) {
        return new Evidence(ledger, status, checkpoints, target, counted, missing);
    }
}
