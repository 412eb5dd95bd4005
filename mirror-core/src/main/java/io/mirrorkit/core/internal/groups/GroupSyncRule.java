package io.mirrorkit.core.internal.groups;

import java.util.OptionalLong;

/**
 * Whether a group's translated offset is committed on the target (invariant H). Pure: the source is followed both ways while the target's
 * offset is the one that was written here; what somebody else wrote is never moved backwards.
 */
final class GroupSyncRule {

    /** What to do. */
    enum Verdict {
        /** Commit the translation. */
        WRITE,
        /** The target stands there already. */
        NOTHING_TO_DO,
        /** Somebody else moved the group on the target further than the translation. */
        OTHERS_ARE_AHEAD
    }

    private GroupSyncRule() {}

    /**
     * Decides for one partition of a group that is not active on the target.
     *
     * @param translated where the group would stand
     * @param current where it stands on the target
     * @param written what was committed here last
     */
    static Verdict decide(long translated, OptionalLong current, OptionalLong written) {
        if (current.isEmpty()) {
            return Verdict.WRITE;
        }
        long now = current.getAsLong();
        if (now == translated) {
            return Verdict.NOTHING_TO_DO;
        }
        boolean ours = written.isPresent() && written.getAsLong() == now;
        return ours || translated > now ? Verdict.WRITE : Verdict.OTHERS_ARE_AHEAD;
    }
}
