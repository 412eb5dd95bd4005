package io.mirrorkit.failover.switching;

import io.mirrorkit.api.errors.SwitchRefusedException;
import io.mirrorkit.api.ledger.ControlState;
import io.mirrorkit.api.ledger.ControlState.Origin;
import io.mirrorkit.api.ledger.ControlState.Phase;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * The changes that one person makes for one reason. Pure, given the time and the uuid: the same standing gives the same next state.
 *
 * @param uuid tells these changes from others
 * @param nowMs when they are made
 * @param who who makes them
 * @param why why
 */
record Changes(Uuid uuid, long nowMs, String who, String why) {

    /** The first state of all, unless there is one. */
    Optional<ControlState> first(Standing standing, String cluster) {
        return standing.epoch() > 0
                ? Optional.empty()
                : Optional.of(state(1, Phase.STEADY, cluster, Optional.empty(), Optional.empty()));
    }

    /** All clients go to a cluster at once, whatever is under way; nothing if that is how it is already. */
    Optional<ControlState> flip(Standing standing, String cluster) {
        if (standing.current().filter(now -> isSteadyOn(now, cluster)).isPresent()) {
            return Optional.empty();
        }
        long epoch = standing.epoch() + 1;
        String from = standing.fold(
                ControlState::active,
                two -> two.one().active().equals(cluster)
                        ? two.other().active()
                        : two.one().active(),
                () -> {
                    throw unset();
                });
        return Optional.of(
                state(epoch, Phase.STEADY, cluster, Optional.empty(), Optional.of(new Origin(from, epoch, uuid))));
    }

    private static boolean isSteadyOn(ControlState now, String cluster) {
        return now.phase() == Phase.STEADY && now.active().equals(cluster);
    }

    /** Producers stop, before a planned switch. */
    ControlState fence(Standing standing, String next) {
        ControlState now = clear(standing);
        if (now.phase() != Phase.STEADY || now.active().equals(next)) {
            throw refused(now, "does not stand still on another cluster than " + next);
        }
        return state(now.epoch() + 1, Phase.FENCING, now.active(), Optional.of(next), now.origin());
    }

    /** Consumers stop too. */
    ControlState settle(Standing standing, ControlState seen) {
        ControlState now = unchanged(standing, seen);
        return state(now.epoch() + 1, Phase.SETTLING, now.active(), now.next(), now.origin());
    }

    /** Everybody goes to the next cluster, which ends a planned switch. */
    ControlState complete(Standing standing, ControlState seen) {
        ControlState now = unchanged(standing, seen);
        long epoch = now.epoch() + 1;
        return state(
                epoch,
                Phase.STEADY,
                now.next().orElseThrow(),
                Optional.empty(),
                Optional.of(new Origin(now.active(), epoch, uuid)));
    }

    /** Everybody goes on where they were, which ends a planned switch too; nothing if none is under way. */
    Optional<ControlState> rollBack(Standing standing) {
        ControlState now = clear(standing);
        if (now.phase() == Phase.STEADY) {
            return Optional.empty();
        }
        long epoch = now.epoch() + 1;
        Optional<Origin> origin =
                now.phase() == Phase.SETTLING ? Optional.of(new Origin(now.active(), epoch, uuid)) : now.origin();
        return Optional.of(state(epoch, Phase.STEADY, now.active(), Optional.empty(), origin));
    }

    private ControlState state(long epoch, Phase phase, String active, Optional<String> next, Optional<Origin> origin) {
        return new ControlState(epoch, uuid, phase, active, next, origin, nowMs, who, why);
    }

    private static ControlState clear(Standing standing) {
        return standing.fold(
                now -> now,
                two -> {
                    throw new SwitchRefusedException(
                            "Two changes of epoch " + two.one().epoch() + " contradict each other: to "
                                    + two.one().active() + " by " + two.one().who() + ", and to "
                                    + two.other().active() + " by "
                                    + two.other().who() + ".",
                            "decide for one of the clusters, and switch to it without a plan.");
                },
                () -> {
                    throw unset();
                });
    }

    private static SwitchRefusedException unset() {
        return new SwitchRefusedException(
                "Nobody has said yet on which cluster the application works.",
                "check the application's name; start its instances, or say it with SwitchControl.start.");
    }

    private static ControlState unchanged(Standing standing, ControlState seen) {
        ControlState now = clear(standing);
        if (now.epoch() != seen.epoch() || now.contradicts(seen)) {
            throw refused(now, "is not as it was at epoch " + seen.epoch());
        }
        return now;
    }

    private static SwitchRefusedException refused(ControlState now, String what) {
        return new SwitchRefusedException(
                "The application " + what + ": at epoch " + now.epoch() + ", " + now.who() + " made it "
                        + now.phase() + " on " + now.active()
                        + now.next().map(next -> " with next " + next).orElse("") + " (" + now.why() + ").",
                "look at the state, agree with whoever changed it, and try again.");
    }
}
