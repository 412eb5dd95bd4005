package io.mirrorkit.failover;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.OffsetTranslator;
import io.mirrorkit.api.Translation;
import io.mirrorkit.api.ledger.Anchor;
import io.mirrorkit.api.ledger.Ledger;
import io.mirrorkit.api.ledger.LogBounds;
import io.mirrorkit.api.ledger.Position;
import io.mirrorkit.failover.Completeness.What;
import io.mirrorkit.failover.internal.AnchorCounter.Counts;
import io.mirrorkit.failover.internal.AnchorCounter.Wanted;
import io.mirrorkit.failover.internal.LedgerEvidence;
import io.mirrorkit.failover.internal.StatusEvidence;
import io.mirrorkit.failover.internal.TargetEvidence;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Translates source offsets by the ledger. Pure. Keeps invariant <b>C</b>: what speaks of another topic than the one that is there now is
 * never used, and where it can't be known, the answer is a hold.
 */
final class LedgerAnswers {

    private final OffsetTranslator translator;
    private final LedgerEvidence ledger;
    private final Optional<StatusEvidence> status;
    private final TargetEvidence target;
    private final RemotePartitions remotes;
    private final Counts counts;

    LedgerAnswers(Flow flow, LedgerEvidence ledger, Evidence evidence) {
        this.translator = flow.offsetTranslator();
        this.ledger = ledger;
        this.status = evidence.status();
        this.target = evidence.target();
        this.remotes = new RemotePartitions(target);
        this.counts = evidence.counts();
    }

    /** Where an offset lies. */
    Answer answer(TopicPartition source, TopicPartition remote, long offset) {
        return known(source, remote, (live, bounds) -> translate(live, remote, offset, bounds));
    }

    /** Where an offset of the target lies on the source. */
    Answer back(TopicPartition source, TopicPartition remote, long targetOffset) {
        return known(source, remote, (live, bounds) -> BackAnswers.answer(live, targetOffset));
    }

    /** The end of what the ledger knows of a partition as it is now. */
    OptionalLong sourceEnd(TopicPartition source, TopicPartition remote) {
        long[] end = {-1};
        known(source, remote, (live, bounds) -> {
            end[0] = live.sourceEnd();
            return Answer.hold(Reason.NO_EVIDENCE, "");
        });
        return end[0] < 0 ? OptionalLong.empty() : OptionalLong.of(end[0]);
    }

    /** What would have to be counted for the very offset; empty where counting can't help. */
    Optional<Wanted> wanted(TopicPartition source, TopicPartition remote, long offset) {
        Wanted[] wanted = new Wanted[1];
        known(source, remote, (live, bounds) -> {
            countable(live.branchOf(offset), remote, offset, bounds).ifPresent(found -> wanted[0] = found);
            return Answer.hold(Reason.NO_EVIDENCE, "");
        });
        return Optional.ofNullable(wanted[0]);
    }

    private interface Known {
        Answer answer(Generations live, LogBounds bounds);
    }

    private Answer known(TopicPartition source, TopicPartition remote, Known known) {
        int slot = ledger.slotOf(source);
        if (ledger.unread().contains(slot)) {
            return Answer.incomplete(What.LEDGER, "the ledger of " + source + " was not read to its end in time");
        }
        String newer = ledger.newer().get(slot);
        if (newer != null) {
            return Answer.hold(Reason.UNTRANSLATABLE, newer);
        }
        Generations all = new Generations(ledger.of(source));
        if (all.isEmpty()) {
            return Answer.hold(Reason.NOT_REPLICATED, "the flow's ledger knows nothing of " + source);
        }
        return remotes.ifPresent(remote, id -> ofLiveTarget(all, source, remote, id, known));
    }

    private Answer ofLiveTarget(
            Generations all, TopicPartition source, TopicPartition remote, Uuid liveId, Known known) {
        Optional<String> cluster = target.clusterId();
        if (cluster.isEmpty()) {
            return RemotePartitions.unanswered("the target did not say in time which cluster it is");
        }
        Generations live = all.ofTarget(cluster.get(), liveId);
        if (live.isEmpty()) {
            return Answer.hold(
                    Reason.TARGET_RECREATED,
                    "the ledger speaks of " + remote.topic() + " with topic id " + all.targetTopicIds()
                            + "; the target " + cluster.get() + " now has id " + liveId);
        }
        return ofLiveSource(live, source, remote, known);
    }

    private Answer ofLiveSource(Generations live, TopicPartition source, TopicPartition remote, Known known) {
        Optional<Uuid> seen = status.flatMap(all -> all.of(source))
                .map(last -> last.status().sourceTopicId())
                .filter(id -> !id.equals(Uuid.ZERO_UUID));
        Generations current = seen.map(live::ofSource).orElseGet(live::ofLatestSource);
        if (current.isEmpty()) {
            return Answer.hold(
                    Reason.SOURCE_RECREATED,
                    "the ledger speaks of " + source.topic() + " with topic id " + live.sourceTopicIds()
                            + "; the source was last seen with id " + seen.orElse(Uuid.ZERO_UUID));
        }
        return current.problem()
                .map(problem -> Answer.hold(Reason.UNTRANSLATABLE, problem))
                .orElseGet(() -> remotes.withinBounds(remote, bounds -> unlessLost(current, remote, bounds, known)));
    }

    private static Answer unlessLost(Generations current, TopicPartition remote, LogBounds bounds, Known known) {
        if (current.targetEnd() > bounds.end()) {
            return Answer.hold(
                    Reason.TARGET_LOST_RECORDS,
                    remote + " ends at " + bounds.end() + ", before offset " + current.targetEnd()
                            + " that the ledger says it holds");
        }
        return known.answer(current, bounds);
    }

    private Answer translate(Generations live, TopicPartition remote, long offset, LogBounds bounds) {
        Ledger branch = live.branchOf(offset);
        Translation translation;
        try {
            translation = translator.translate(branch, offset, bounds);
        } catch (RuntimeException e) {
            return Answer.hold(Reason.UNTRANSLATABLE, "the flow's offset translator failed: " + e);
        }
        Optional<Wanted> wanted = countable(branch, remote, offset, bounds);
        return wanted.map(counts.offsets()::get)
                .map(counted -> Answer.at(counted, Basis.COUNTED, OptionalLong.of(0), 0))
                .orElseGet(() -> {
                    Answer answer = answer(translation);
                    return wanted.filter(counts.unfinished()::contains).isPresent()
                            ? answer.butLacking(What.COUNTS)
                            : answer;
                });
    }

    private static Answer answer(Translation translation) {
        Function<Basis, Answer> at = basis -> Answer.at(
                translation.target().orElse(0),
                basis,
                OptionalLong.of(translation.atMostRecordsAgain()),
                translation.offsetsNotThere());
        return translation.fold(
                exact -> at.apply(Basis.LEDGER_EXACT),
                before -> at.apply(Basis.LEDGER_AT_OR_BEFORE),
                edge -> at.apply(Basis.LEDGER_EDGE),
                none -> Answer.hold(Reason.UNTRANSLATABLE, none.reason()));
    }

    /** Counting needs a source without holes, all of the stretch still there, and a translator that asks for the very offset. */
    private Optional<Wanted> countable(Ledger branch, TopicPartition remote, long offset, LogBounds bounds) {
        if (translator != OffsetTranslator.exact() || !(branch.toTarget(offset) instanceof Position.Inside inside)) {
            return Optional.empty();
        }
        Anchor anchor = inside.anchor();
        return anchor.sourceSpan() == anchor.records() && anchor.targetBase() >= bounds.start()
                ? Optional.of(new Wanted(remote, anchor, inside.ahead()))
                : Optional.empty();
    }
}
