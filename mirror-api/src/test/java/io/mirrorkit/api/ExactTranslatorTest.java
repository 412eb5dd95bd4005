package io.mirrorkit.api;

import io.mirrorkit.api.contract.OffsetTranslatorContract;

class ExactTranslatorTest extends OffsetTranslatorContract {

    @Override
    protected OffsetTranslator translator() {
        return OffsetTranslator.exact();
    }
}
