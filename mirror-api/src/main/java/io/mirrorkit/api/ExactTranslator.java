package io.mirrorkit.api;

import io.mirrorkit.api.ledger.Ledger;
import io.mirrorkit.api.ledger.LogBounds;

/** Answers what the ledger says. */
enum ExactTranslator implements OffsetTranslator {
    INSTANCE;

    @Override
    public Translation translate(Ledger ledger, long sourceOffset, LogBounds target) {
        return ledger.translate(sourceOffset, target);
    }

    @Override
    public String description() {
        return "exact";
    }
}
