package io.mirrorkit.api;

import io.mirrorkit.api.contract.CycleDetectorContract;

class HopCyclesTest extends CycleDetectorContract {

    @Override
    protected CycleDetector detector() {
        return HopCycles.INSTANCE;
    }
}
