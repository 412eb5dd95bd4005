package io.mirrorkit.api;

import io.mirrorkit.api.Translation.AtEdge;
import io.mirrorkit.api.Translation.AtOrBefore;
import io.mirrorkit.api.contract.OffsetTranslatorContract;
import io.mirrorkit.api.ledger.Ledger;
import io.mirrorkit.api.ledger.LogBounds;

/** The contract leaves room for translators that read some records again on purpose. */
class RewindingTranslatorTest extends OffsetTranslatorContract {

    @Override
    protected OffsetTranslator translator() {
        return new Rewinding(7);
    }

    /** Answers a few offsets before what the ledger says. */
    private record Rewinding(long records) implements OffsetTranslator {

        @Override
        public Translation translate(Ledger ledger, long sourceOffset, LogBounds target) {
            Translation exact = OffsetTranslator.exact().translate(ledger, sourceOffset, target);
            return exact.fold(
                    at -> before(at.offset(), 0, target),
                    at -> before(at.offset(), at.atMostRecordsAgain(), target),
                    at -> edge(at, target),
                    none -> none);
        }

        private long back(long offset, LogBounds target) {
            return Math.max(target.start(), offset - records);
        }

        private Translation before(long offset, long again, LogBounds target) {
            long back = back(offset, target);
            return new AtOrBefore(back, again + offset - back);
        }

        private Translation edge(AtEdge at, LogBounds target) {
            long back = back(at.offset(), target);
            return new AtEdge(back, at.atMostRecordsAgain() + at.offset() - back, at.offsetsNotThere());
        }

        @Override
        public String description() {
            return "rewinding(" + records + ")";
        }
    }
}
