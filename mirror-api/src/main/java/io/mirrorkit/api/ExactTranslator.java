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
                        at -> exactly(at.offset(), target),
                        inside -> merged(inside.anchor(), inside.ahead(), target),
                        before -> atEdge(before.first(), 0, before.missing(), target),
                        end -> atEnd(end, target),
                        () -> new Unavailable("nothing of the partition has been replicated yet"));
    }

    private static Translation exactly(long offset, LogBounds target) {
        return offset < target.start() ? atEdge(offset, 0, 0, target) : new Exact(offset);
    }

    /**
     * Of the stretch's records, at least {@code before} lie before the one that is looked for: its first, and all those for which there
     * is no room behind it on the source. So many offsets may be passed on the target; of the records there, as many as the target has
     * holes may lie further on.
     */
    private static Translation merged(Anchor anchor, long ahead, LogBounds target) {
        long before = Math.max(1, anchor.records() - (anchor.sourceSpan() - ahead));
        long holes = anchor.targetSpan() - anchor.records();
        long offset = anchor.targetBase() + before;
        long again = Math.min(ahead, anchor.records()) - Math.max(1, before - holes);
        if (offset < target.start()) {
            return atEdge(offset, Math.min(again, Math.max(0, anchor.targetEnd() - target.start())), 0, target);
        }
        return new AtOrBefore(offset, again);
    }

    private static Translation atEnd(Position.AtEnd end, LogBounds target) {
        long unledgered = target.end() - Math.max(end.end(), target.start());
        if (end.beyond() > 0 || end.end() < target.start()) {
            return atEdge(end.end(), unledgered, end.beyond(), target);
        }
        return unledgered == 0 ? new Exact(end.end()) : new AtOrBefore(end.end(), unledgered);
    }

    /** The place, or the log's start if the place was deleted; what lay between may be records that the group has not read. */
    private static Translation atEdge(long offset, long again, long notThere, LogBounds target) {
        long deleted = Math.max(0, target.start() - offset);
        return new AtEdge(offset + deleted, again, notThere + deleted);
    }

    @Override
    public String description() {
        return "exact";
    }
}
