package io.mirrorkit.core.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {

    @Test
    void oneHolderGetsHalf() {
        ByteBudget budget = new ByteBudget(1_000);
        assertThat(fill(budget)).isEqualTo(500);
    }

    @Test
    void stuckHoldersLeaveTheOthersAShare() {
        ByteBudget budget = new ByteBudget(1_024);
        assertThat(fill(budget)).isEqualTo(512);
        assertThat(fill(budget)).isEqualTo(256);
        assertThat(fill(budget)).isEqualTo(128);
    }

    @Test
    void whoeverHoldsNothingMayAlwaysTakeSomething() {
        ByteBudget budget = new ByteBudget(10);
        budget.take(1_000);
        assertThat(budget.allows(0)).isTrue();
        assertThat(budget.allows(1)).isFalse();
        budget.give(1_000);
        assertThat(budget.allows(9)).isTrue();
        assertThat(budget.used()).isZero();
    }

    private static long fill(ByteBudget budget) {
        long held = 0;
        while (budget.allows(held)) {
            budget.take(1);
            held++;
        }
        return held;
    }
}
