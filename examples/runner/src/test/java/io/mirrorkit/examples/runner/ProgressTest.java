package io.mirrorkit.examples.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.ledger.PartitionState;
import io.mirrorkit.api.ledger.SlotStatus.PartitionStatus;
import io.mirrorkit.core.EngineStatus;
import io.mirrorkit.core.FlowState;
import io.mirrorkit.core.FlowStatus;
import io.mirrorkit.core.LaneStatus;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static EngineStatus status(FlowState state, String reason, PartitionStatus... partitions) {
        FlowStatus flow = new FlowStatus(
                "A-B",
                state,
                reason,
                List.of(partitions),
                Map.of(),
                Map.of(),
                new LaneStatus("wire", "lane=auto", 0, 0, 0, Map.of(), 0, 0, 0, Map.of()));
        return new EngineStatus(Map.of("A-B", flow), 0, 0, 0);
    }

    private static PartitionStatus partition(long copied, PartitionState state) {
        return new PartitionStatus(
                "orders", 0, "A.orders", Uuid.ONE_UUID, Uuid.ONE_UUID, 0, 100, 100, copied, copied, 0, state, "");
    }

    @Test
    void shouldSayWhatWasCopiedSinceTheLastLine() {
        // Given
        Progress progress = new Progress();
        progress.lines(status(FlowState.RUNNING, "", partition(60, PartitionState.COPYING)));

        // When
        List<String> lines = progress.lines(status(
                FlowState.RUNNING, "", partition(80, PartitionState.COPYING), partition(0, PartitionState.RETRYING)));

        // Then
        assertThat(lines)
                .containsExactly("flow=A-B state=RUNNING copied=80 since=20 lag=120 partitions=2 copying=1 groups=0");
    }

    @Test
    void shouldSayWhyNothingMoves() {
        // When
        List<String> lines = new Progress().lines(status(FlowState.RETRYING, "the cluster does not answer"));

        // Then
        assertThat(lines)
                .containsExactly("flow=A-B state=RETRYING copied=0 since=0 lag=0 partitions=0 groups=0"
                        + " reason=the cluster does not answer");
    }
}
