package io.mirrorkit.failover.switching;

import io.mirrorkit.api.ledger.ControlState;
import io.mirrorkit.api.ledger.ControlState.Origin;
import io.mirrorkit.api.ledger.ControlState.Phase;
import io.mirrorkit.api.ledger.MemberStatus;
import io.mirrorkit.api.ledger.MemberStatus.Activity;
import io.mirrorkit.api.ledger.MemberStatus.Kind;
import io.mirrorkit.api.ledger.MemberStatus.MemberOffset;
import java.util.List;
import java.util.Optional;

/** What a consumer says of itself to the others. Thread-safe. */
final class ConsumerVoice {

    private final String instance;
    private final String group;

    /** Guarded by this. */
    private Optional<MemberStatus> said = Optional.empty();

    ConsumerVoice(String instance, String group) {
        this.instance = instance;
        this.group = group;
    }

    synchronized Optional<MemberStatus> status() {
        return said;
    }

    /**
     * Says under a new state what it said before. A consumer that sits nowhere says anew where it was; one that has never sat anywhere has
     * nothing to hand over; one that has yet to get up says nothing, so that the others wait for it.
     */
    synchronized void follow(ControlState state, Optional<? extends OpenConsumer<?, ?>> open) {
        if (open.isPresent()) {
            if (state.origin().equals(open.get().origin()) && state.phase() != Phase.SETTLING) {
                works(state, open.get().cluster());
            }
        } else if (said.isEmpty()) {
            say(state, Activity.HANDED_OVER, state.active(), -1, -1, List.of());
        } else if (said.get().activity() == Activity.HANDED_OVER) {
            MemberStatus last = said.get();
            say(state, Activity.HANDED_OVER, last.cluster(), last.since(), last.generation(), last.offsets());
        }
    }

    /** It works on a cluster. */
    synchronized void works(ControlState state, String cluster) {
        say(state, Activity.WORKING, cluster, since(state.origin()), -1, List.of());
    }

    /** It has left a cluster, where it was at these offsets. */
    synchronized void handsOver(
            ControlState state, OpenConsumer<?, ?> left, int generation, List<MemberOffset> offsets) {
        say(state, Activity.HANDED_OVER, left.cluster(), since(left.origin()), generation, offsets);
    }

    private static long since(Optional<Origin> origin) {
        return origin.map(Origin::epoch).orElse(0L);
    }

    private void say(
            ControlState state,
            Activity activity,
            String cluster,
            long since,
            int generation,
            List<MemberOffset> offsets) {
        said = Optional.of(new MemberStatus(
                instance,
                Kind.CONSUMER,
                group,
                state.epoch(),
                state.uuid(),
                activity,
                cluster,
                since,
                generation,
                offsets));
    }
}
