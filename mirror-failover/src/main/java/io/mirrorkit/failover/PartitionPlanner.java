package io.mirrorkit.failover;

import io.mirrorkit.api.ledger.PartitionState;
import io.mirrorkit.api.ledger.SlotStatus.PartitionStatus;
import io.mirrorkit.failover.internal.StatusEvidence.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Dresses an answer with ages, guesses and what did not arrive. Pure. */
record PartitionPlanner(Evidence evidence, Optional<LedgerAnswers> ledger, Instant now) {

    private static final Set<PartitionState> WORTH_A_NOTE = EnumSet.of(
            PartitionState.RETRYING,
            PartitionState.HELD_BY_TRANSACTION,
            PartitionState.STOPPED,
            PartitionState.PAUSED,
            PartitionState.UNKNOWN);

    PartitionPlan plan(GroupOffset offset, Answer answer) {
        Optional<Seen> seen = evidence.status().flatMap(status -> status.of(offset.source()));
        EvidenceAge age = new EvidenceAge(
                offset.seenAt().map(this::ageOf), seen.map(Seen::at).map(this::ageOf));
        return new PartitionPlan(
                offset.source(),
                offset.remote(),
                offset.sourceOffset(),
                answer.decision(),
                readAgain(offset, answer, age),
                answer.offsetsNotThere(),
                seen.flatMap(last -> notArrived(offset, last.status())),
                age,
                note(offset, seen.map(Seen::status).map(PartitionPlanner::note).orElse("")));
    }

    private Duration ageOf(Instant seen) {
        Duration age = Duration.between(seen, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static ReadAgain readAgain(GroupOffset offset, Answer answer, EvidenceAge age) {
        return answer.decision()
                .fold(
                        seek -> new ReadAgain(answer.atMostAgain(), sinceEvidence(offset, age)),
                        hold -> ReadAgain.UNKNOWN);
    }

    private static OptionalLong sinceEvidence(GroupOffset offset, EvidenceAge age) {
        return offset.perSecond().isPresent() && age.group().isPresent()
                ? OptionalLong.of(
                        moved(offset.perSecond().getAsLong(), age.group().get()))
                : OptionalLong.empty();
    }

    private static long moved(long perSecond, Duration age) {
        double offsets = Math.ceil((double) perSecond * age.toMillis() / 1000);
        return (long) offsets;
    }

    /** The ledger may be newer than the status: what it holds did arrive. */
    private Optional<NotArrived> notArrived(GroupOffset offset, PartitionStatus status) {
        long ledgerEnd = ledger.map(answers -> answers.sourceEnd(offset.source(), offset.remote()))
                .orElse(OptionalLong.empty())
                .orElse(-1);
        long position = Math.max(ledgerEnd, status.position());
        if (position < 0 || status.sourceEnd() < 0) {
            return Optional.empty();
        }
        long stable = status.sourceStable() < 0 ? status.sourceEnd() : status.sourceStable();
        return Optional.of(new NotArrived(Math.max(0, stable - position), Math.max(0, status.sourceEnd() - position)));
    }

    private static String note(GroupOffset offset, String ofPartition) {
        return Stream.of(ofPartition, offset.problem())
                .filter(text -> !text.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static String note(PartitionStatus status) {
        if (!WORTH_A_NOTE.contains(status.state())) {
            return "";
        }
        String state = status.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return status.reason().isEmpty() ? state : state + ": " + status.reason();
    }
}
