package io.mirrorkit.failover.switching;

import io.mirrorkit.api.errors.MirrorException;
import io.mirrorkit.api.ledger.ControlKey;
import io.mirrorkit.api.ledger.ControlState;
import io.mirrorkit.api.ledger.ControlState.Origin;
import io.mirrorkit.api.ledger.HandOver;
import io.mirrorkit.api.ledger.MemberStatus;
import io.mirrorkit.api.ledger.MemberStatus.Activity;
import io.mirrorkit.api.ledger.MemberStatus.Kind;
import io.mirrorkit.failover.internal.Deadline;
import io.mirrorkit.failover.switching.ControlReading.Heard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;

/**
 * Sees to it that somebody works out where a waiting group goes on: the first member in order does it as soon as all have said where they
 * were, or the deadline has come; the next one a little later, should the first one be gone. Belongs to the thread that calls {@link #tend}.
 */
final class HandOverDuty {

    private static final Duration NEXT_IN_ORDER_AFTER = Duration.ofSeconds(3);
    private static final Duration WORK_WITHIN = Duration.ofSeconds(20);

    /**
     * How long members are waited for.
     *
     * @param deadline for those that are there
     * @param silentAfter after which silence a member counts as gone
     */
    record Patience(Duration deadline, Duration silentAfter) {}

    /**
     * Where a group worked last. Of its members, those count that worked after the latest switch: a change may have come before the group
     * had got to the cluster that the change names, and a late member may speak of an older stay.
     */
    private record Whereabouts(String cluster, List<MemberStatus> members) {

        static Whereabouts of(List<MemberStatus> said, String otherwise) {
            List<MemberStatus> members = latest(said);
            return new Whereabouts(
                    members.stream().map(MemberStatus::cluster).findFirst().orElse(otherwise), members);
        }
    }

    /** The members that worked after the latest switch; those that never worked anywhere have nothing to say. */
    static List<MemberStatus> latest(List<MemberStatus> said) {
        long latest = said.stream().mapToLong(MemberStatus::since).max().orElse(-1);
        return said.stream()
                .filter(status -> latest >= 0 && status.since() == latest)
                .toList();
    }

    /** Who waits, and who is waited for. */
    private record Roll(List<String> waiting, List<MemberStatus> said, List<String> late) {}

    private final SwitchControl control;
    private final HandOverWork work;
    private final Patience patience;
    private final Consumer<SwitchEvent> events;
    private final Map<String, Long> begun = new HashMap<>();
    private final Map<String, Long> notBefore = new HashMap<>();

    HandOverDuty(SwitchControl control, HandOverWork work, Patience patience, Consumer<SwitchEvent> events) {
        this.control = control;
        this.work = work;
        this.patience = patience;
        this.events = events;
    }

    /**
     * Looks after one group, and does its work if it is this instance's turn.
     *
     * @param own the members of the group that belong to this instance
     */
    void tend(String group, ControlState state, Origin origin, Map<String, Heard> members, List<String> own) {
        String which = group + "/" + origin.epoch() + "/" + origin.uuid();
        long now = System.nanoTime();
        long began = begun.computeIfAbsent(which, first -> now);
        Roll roll = roll(group, state, Instant.now().minus(patience.silentAfter()), members);
        boolean overdue = now - began >= patience.deadline().toNanos();
        if ((!roll.late().isEmpty() && !overdue) || now < notBefore.getOrDefault(which, now)) {
            return;
        }
        int rank = own.stream()
                .mapToInt(roll.waiting()::indexOf)
                .filter(place -> place >= 0)
                .min()
                .orElse(-1);
        long due = began
                + NEXT_IN_ORDER_AFTER.toNanos() * rank
                + (overdue ? patience.deadline().toNanos() : 0);
        if (rank < 0 || now < due) {
            return;
        }
        attempt(group, state, origin, roll).ifPresent(reason -> {
            notBefore.put(which, System.nanoTime() + Duration.ofSeconds(1).toNanos());
            events.accept(new SwitchEvent.HandOverFailed(group, reason));
        });
    }

    private static Roll roll(String group, ControlState state, Instant silent, Map<String, Heard> members) {
        List<String> waiting = new ArrayList<>();
        List<MemberStatus> said = new ArrayList<>();
        List<String> late = new ArrayList<>();
        members.forEach((id, heard) -> {
            MemberStatus status = heard.status();
            if (status.kind() != Kind.CONSUMER || !status.group().equals(group)) {
                return;
            }
            if (status.follows(state) && status.activity() == Activity.HANDED_OVER) {
                waiting.add(id);
                said.add(status);
            } else if (heard.at().isAfter(silent)) {
                late.add(id);
            }
        });
        return new Roll(waiting, said, late);
    }

    /** Why it failed, if it did. */
    private Optional<String> attempt(String group, ControlState state, Origin origin, Roll roll) {
        Deadline deadline = Deadline.in(WORK_WITHIN);
        try {
            Whereabouts where = Whereabouts.of(roll.said(), origin.cluster());
            HandOverWork.Worked worked = work.work(group, where.cluster(), state.active(), where.members(), deadline);
            if (worked.unfinished()) {
                return Optional.of("not all could be read in time: " + worked.partitions());
            }
            work.commit(group, state.active(), worked, deadline);
            String by = roll.waiting().isEmpty() ? "" : roll.waiting().get(0);
            HandOver handOver = new HandOver(origin.epoch(), origin.uuid(), by, roll.late(), worked.partitions());
            control.write(
                    state.active(),
                    deadline,
                    records -> records.handOver(group, origin).isPresent()
                            ? Optional.empty()
                            : Optional.of(new ControlCopy.Write(
                                    new ControlKey.Group(control.application(), group), handOver.encode())));
            events.accept(new SwitchEvent.HandedOver(group, handOver));
            return Optional.empty();
        } catch (MirrorException | KafkaException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
