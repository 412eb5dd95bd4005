package io.mirrorkit.core.internal.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupSyncRuleTest {

    /** Invariant H; -1 stands for none. */
    @ParameterizedTest(name = "translated {0}, on the target {1}, written here {2}: {3}")
    @CsvSource({
        "100, -1,  -1,  WRITE",
        "100, -1,  50,  WRITE",
        "100, 100, -1,  NOTHING_TO_DO",
        "100, 100, 50,  NOTHING_TO_DO",
        "100, 50,  50,  WRITE",
        "100, 200, 200, WRITE",
        "100, 50,  -1,  WRITE",
        "100, 50,  70,  WRITE",
        "100, 200, -1,  OTHERS_ARE_AHEAD",
        "100, 200, 150, OTHERS_ARE_AHEAD",
        "0,   0,   -1,  NOTHING_TO_DO",
        "0,   1,   1,   WRITE"
    })
    void decides(long translated, long current, long written, GroupSyncRule.Verdict verdict) {
        assertThat(GroupSyncRule.decide(translated, optional(current), optional(written)))
                .isEqualTo(verdict);
    }

    private static OptionalLong optional(long value) {
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
