package io.mirrorkit.examples.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.ledger.GroupStatus;
import io.mirrorkit.api.ledger.GroupStatus.GroupPosition;
import io.mirrorkit.api.ledger.GroupsObserved;
import io.mirrorkit.api.ledger.PartitionState;
import io.mirrorkit.api.ledger.SlotStatus;
import io.mirrorkit.api.ledger.SlotStatus.PartitionStatus;
import io.mirrorkit.api.ledger.StatusKey;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class FlowSnapshotTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final FlowSnapshot.Builder builder = new FlowSnapshot.Builder();

    private static PartitionStatus partition(String topic, long position, PartitionState state, String reason) {
        return new PartitionStatus(
                topic, 0, "A." + topic, Uuid.ONE_UUID, Uuid.ONE_UUID, 0, 90, 100, position, 80, 0, state, reason);
    }

    private void slot(int slot, Instant at, PartitionStatus... partitions) {
        builder.add(
                new StatusKey.Slot(slot).encode(),
                new SlotStatus("instance", at.toEpochMilli(), List.of(partitions)).encode());
    }

    private void group(String group, Instant changed, String note, GroupPosition... positions) {
        builder.add(
                new StatusKey.Group(group).encode(),
                new GroupStatus(changed.toEpochMilli(), note, List.of(positions)).encode());
    }

    private FlowSnapshot snapshot() {
        return builder.build("A-B", NOW, true);
    }

    @Test
    void shouldLineUpWhatAPersonReads() {
        // Given
        slot(1, NOW.minusSeconds(3), partition("orders", 80, PartitionState.COPYING, ""));
        slot(2, NOW.minusSeconds(240), partition("audit", -1, PartitionState.STOPPED, "it was\ncreated again"));
        group("billing", NOW.minusSeconds(60), "active on the target", new GroupPosition("orders", 0, 70, 5, 70, ""));
        group("shipping", NOW.minusSeconds(60), "", new GroupPosition("orders", 0, 95, 0, -1, "beyond the end"));
        builder.add(
                new StatusKey.Observed().encode(),
                new GroupsObserved(NOW.minusSeconds(2).toEpochMilli(), "i").encode());

        // When
        String text = StatusReport.text(snapshot(), "B");

        // Then
        assertThat(text).isEqualTo("""
                        Flow A-B as B remembers it, read 2026-03-01T12:00:00Z
                        topic   partition  remote topic  position  source end  lag  doubled  state      age  reason
                        audit           0  A.audit              -         100    ?        0  stopped  4 min  it was created again
                        orders          0  A.orders            80         100   10        0  copying    3 s

                        group     topic   partition  source offset  per second  synced  age  note
                        billing   orders          0             70           5      70  2 s  active on the target
                        shipping  orders          0             95           0       -  2 s  beyond the end
                        Partitions: 2. Lag: 10 offsets. Groups: 2.
                        """);
    }

    @Test
    void shouldWriteTheSameForPrograms() {
        // Given
        slot(1, NOW.minusSeconds(3), partition("orders", 80, PartitionState.COPYING, "\"so\""));
        group("billing", NOW.minusSeconds(4), "", new GroupPosition("orders", 0, 70, 5, 70, ""));

        // When
        String json = StatusReport.json(snapshot());

        // Then
        assertThat(json)
                .isEqualTo("{\"flow\":\"A-B\",\"readAt\":\"2026-03-01T12:00:00Z\",\"complete\":true,\"problems\":[],"
                        + "\"partitions\":[{\"topic\":\"orders\",\"partition\":0,\"remoteTopic\":\"A.orders\",\"position\":80,"
                        + "\"sourceStart\":0,\"sourceStable\":90,\"sourceEnd\":100,\"lag\":10,\"doubled\":0,"
                        + "\"state\":\"COPYING\",\"reason\":\"\\\"so\\\"\",\"ageMs\":3000}],"
                        + "\"groups\":[{\"group\":\"billing\",\"note\":\"\",\"ageMs\":4000,\"positions\":[{\"topic\":\"orders\","
                        + "\"partition\":0,\"sourceOffset\":70,\"perSecond\":5,\"synced\":70,\"problem\":\"\"}]}]}\n");
    }

    @Test
    void shouldKeepTheLastWordOnEachKey() {
        // Given
        slot(1, NOW.minusSeconds(9), partition("orders", 10, PartitionState.COPYING, ""));
        slot(1, NOW.minusSeconds(8), partition("orders", 20, PartitionState.COPYING, ""));
        slot(2, NOW.minusSeconds(99), partition("orders", 5, PartitionState.STOPPED, "long ago"));
        group("gone", NOW, "");
        builder.add(new StatusKey.Group("gone").encode(), null);

        // When
        FlowSnapshot snapshot = snapshot();

        // Then
        assertThat(snapshot.partitions())
                .singleElement()
                .satisfies(seen -> assertThat(seen.status().position()).isEqualTo(20));
        assertThat(snapshot.groups()).isEmpty();
        assertThat(snapshot.well()).isTrue();
    }

    @Test
    void shouldNotBeWellWhereSomethingStandsStillOrIsMissing() {
        // Given
        slot(1, NOW, partition("orders", 10, PartitionState.HELD_BY_TRANSACTION, "an open transaction"));

        // When, Then
        assertThat(snapshot().well()).isFalse();
        assertThat(new FlowSnapshot.Builder().build("A-B", NOW, false).well()).isFalse();
        assertThat(StatusReport.text(new FlowSnapshot.Builder().build("A-B", NOW, false), "B"))
                .contains("NOT READ TO ITS END");
    }

    @Test
    void shouldSayWhatItCannotRead() {
        // Given
        builder.add(new byte[] {9}, new byte[0]);
        builder.add(new StatusKey.Slot(3).encode(), new byte[] {9, 9});
        slot(1, NOW, partition("orders", 10, PartitionState.COPYING, ""));

        // When
        FlowSnapshot snapshot = snapshot();

        // Then
        assertThat(snapshot.problems()).hasSize(2);
        assertThat(snapshot.partitions()).hasSize(1);
        assertThat(snapshot.well()).isFalse();
        assertThat(StatusReport.text(snapshot, "B")).contains("left out: ");
    }

    @Test
    void shouldShowSomeGroupsOnly() {
        // Given
        group("a", NOW, "");
        group("b", NOW, "");

        // When
        FlowSnapshot some = snapshot().of(Set.of("b", "c"));

        // Then
        assertThat(some.groups()).containsOnlyKeys("b");
    }
}
