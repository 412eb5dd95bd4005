package io.mirrorkit.failover;

import io.mirrorkit.api.ledger.Anchor;
import io.mirrorkit.api.ledger.Ledger;
import io.mirrorkit.api.ledger.Position;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads the ledger backwards: where an offset of the target lies on the source. Pure. Keeps invariant <b>C</b> in this direction too: no
 * answer lies behind a record that was not read on the target.
 */
final class BackAnswers {

    private BackAnswers() {}

    /** The branch that reaches back far enough answers. A newer one begins behind the older one on the target. */
    static Answer answer(Generations live, long targetOffset) {
        List<Ledger> branches = live.latestBranchFirst();
        Answer answer = Answer.hold(Reason.NOT_REPLICATED, "nothing of the partition has been replicated yet");
        for (Ledger branch : branches) {
            Position position = branch.toSource(targetOffset);
            if (!(position instanceof Position.Nowhere)) {
                answer = answer(position);
            }
            if (!(position instanceof Position.Nowhere || position instanceof Position.Before)) {
                return answer;
            }
        }
        return answer;
    }

    private static Answer answer(Position position) {
        return position.fold(
                at -> Answer.at(at.offset(), Basis.LEDGER_EXACT, OptionalLong.of(0), 0),
                inside -> merged(inside.anchor(), inside.ahead()),
                before -> Answer.at(before.first(), Basis.LEDGER_EDGE, OptionalLong.of(0), before.missing()),
                end -> end.beyond() == 0
                        ? Answer.at(end.end(), Basis.LEDGER_EXACT, OptionalLong.of(0), 0)
                        : Answer.at(end.end(), Basis.LEDGER_AT_OR_BEFORE, OptionalLong.of(end.beyond()), 0),
                () -> Answer.hold(Reason.NOT_REPLICATED, "nothing of the partition has been replicated yet"));
    }

    /**
     * Of the stretch's records, at least {@code before} lie before the one that is looked for: its first, and all those for which there is no
     * room behind it on the target. Each takes an offset on the source at the least.
     */
    private static Answer merged(Anchor anchor, long ahead) {
        if (anchor.sourceSpan() == anchor.records() && anchor.targetSpan() == anchor.records()) {
            return Answer.at(anchor.sourceBase() + ahead, Basis.LEDGER_EXACT, OptionalLong.of(0), 0);
        }
        long before = Math.max(1, anchor.records() - (anchor.targetSpan() - ahead));
        long holes = anchor.sourceSpan() - anchor.records();
        long again = Math.min(ahead, anchor.records()) - Math.max(1, before - holes);
        return Answer.at(
                anchor.sourceBase() + before, Basis.LEDGER_AT_OR_BEFORE, OptionalLong.of(Math.max(0, again)), 0);
    }
}
