package io.mirrorkit.failover.switching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirrorkit.api.errors.SwitchRefusedException;
import io.mirrorkit.api.ledger.ControlState;
import io.mirrorkit.api.ledger.ControlState.Origin;
import io.mirrorkit.api.ledger.ControlState.Phase;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** Which state counts, and what may follow it. */
class StandingTest {

    private final Changes ann = new Changes(new Uuid(1, 1), 0, "ann", "why");
    private final Changes bob = new Changes(new Uuid(2, 2), 0, "bob", "why");
    private final ControlState first = ann.first(new Standing.Unset(), "a").orElseThrow();

    private static Standing clear(ControlState state) {
        return new Standing.Clear(state);
    }

    @Test
    void shouldLetTheHigherEpochWinInWhateverOrder() {
        // Given
        ControlState second = ann.flip(clear(first), "b").orElseThrow();

        // When, Then
        assertThat(Standing.of(List.of(first, second))).isEqualTo(clear(second));
        assertThat(Standing.of(List.of(second, first, second))).isEqualTo(clear(second));
        assertThat(Standing.of(List.of())).isEqualTo(new Standing.Unset());
    }

    @Test
    void shouldContradictWhenOneEpochHasTwoChanges() {
        // Given
        ControlState one = ann.flip(clear(first), "b").orElseThrow();
        ControlState other = bob.fence(clear(first), "b");

        // When
        Standing standing = Standing.of(List.of(one, other));

        // Then: the next change settles it
        assertThat(standing).isEqualTo(new Standing.Contradicted(one, other));
        ControlState settled = bob.flip(standing, "b").orElseThrow();
        assertThat(settled.epoch()).isEqualTo(3);
        assertThat(Standing.of(List.of(one, other, settled))).isEqualTo(clear(settled));
    }

    @Test
    void shouldKeepTheOriginUntilConsumersHaveToStop() {
        // Given
        ControlState fenced = ann.fence(clear(first), "b");
        ControlState settling = ann.settle(clear(fenced), fenced);

        // When, Then
        assertThat(fenced.origin()).isEmpty();
        assertThat(ann.rollBack(clear(fenced)).orElseThrow().origin()).isEmpty();
        assertThat(ann.rollBack(clear(settling)).orElseThrow().origin()).contains(new Origin("a", 4, new Uuid(1, 1)));
        ControlState done = ann.complete(clear(settling), settling);
        assertThat(done.active()).isEqualTo("b");
        assertThat(done.phase()).isEqualTo(Phase.STEADY);
        assertThat(done.origin()).contains(new Origin("a", 4, new Uuid(1, 1)));
    }

    @Test
    void shouldRefuseToGoOnWithASwitchThatSomebodyElseTookBack() {
        // Given
        ControlState fenced = ann.fence(clear(first), "b");
        ControlState back = bob.rollBack(clear(fenced)).orElseThrow();

        // When, Then
        assertThatThrownBy(() -> ann.settle(clear(back), fenced))
                .isInstanceOf(SwitchRefusedException.class)
                .hasMessageContaining("bob");
        assertThatThrownBy(() -> ann.flip(new Standing.Unset(), "b"))
                .isInstanceOf(SwitchRefusedException.class)
                .hasMessageContaining("Nobody has said yet");
    }
}
