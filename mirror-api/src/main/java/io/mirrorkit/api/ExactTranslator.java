package io.mirrorkit.api;

import io.mirrorkit.api.Translation.AtEdge;
import io.mirrorkit.api.Translation.AtOrBefore;
import io.mirrorkit.api.Translation.Exact;
import io.mirrorkit.api.Translation.Unavailable;
import io.mirrorkit.api.ledger.Anchor;
import io.mirrorkit.api.ledger.Ledger;
import io.mirrorkit.api.ledger.LogBounds;
import io.mirrorkit.api.ledger.Position;

/** Answers what the ledger says, with what the target's log holds now taken into account. */
enum ExactTranslator implements OffsetTranslator {
    INSTANCE;

    @Override
    public Translation translate(Ledger ledger, long sourceOffset, LogBounds target) {
        if (ledger.targetEnd() > target.end()) {
            return new Unavailable("the remote partition ends at " + target.end() + ", before offset "
                    + ledger.targetEnd() + " that the ledger says it holds");
        }
        return ledger.toTarget(sourceOffset)
                .fold(
                        at -> at.offset() >= target.start()
                                ? new Exact(at.offset())
                                : new AtEdge(target.start(), 0, target.start() - at.offset()),
                        inside -> merged(inside, target),
                        before -> new AtEdge(Math.max(before.first(), target.start()), 0, before.missing()),
                        end -> atEnd(end, target),
                        () -> new Unavailable("nothing of the partition has been replicated yet"));
    }

    private static Translation merged(Position.Inside inside, LogBounds target) {
        Anchor anchor = inside.anchor();
        if (anchor.targetEnd() <= target.start()) {
            return new AtEdge(target.start(), 0, target.start() - anchor.targetBase());
        }
        return new AtOrBefore(
                Math.max(anchor.targetBase(), target.start()), Math.min(inside.ahead(), anchor.records()));
    }

    private static Translation atEnd(Position.AtEnd end, LogBounds target) {
        long offset = Math.max(end.end(), target.start());
        long unledgered = target.end() - offset;
        if (end.beyond() > 0) {
            return new AtEdge(offset, unledgered, end.beyond());
        }
        return unledgered == 0 ? new Exact(offset) : new AtOrBefore(offset, unledgered);
    }

    @Override
    public String description() {
        return "exact";
    }
}
