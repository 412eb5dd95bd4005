package io.mirrorkit.api.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class SlotsTest {

    @Property
    void shouldHashAsKafkaDoes(@ForAll byte[] bytes) {
        // When
        int hash = Slots.murmur2(bytes);

        // Then
        assertThat(hash).isEqualTo(Utils.murmur2(bytes));
    }

    @Property
    void shouldHashTextsAsKafkaDoes(@ForAll String topic) {
        // Given
        byte[] bytes = topic.getBytes(StandardCharsets.UTF_8);

        // When
        int slot = Slots.of(topic, 0, Integer.MAX_VALUE);

        // Then
        assertThat(slot).isEqualTo(Math.floorMod(Utils.murmur2(bytes), Integer.MAX_VALUE));
    }

    @Property
    void shouldSpreadTheNeighboursOfATopicOverAllSlots(
            @ForAll String topic,
            @ForAll @IntRange(max = 1_000_000) int partition,
            @ForAll @IntRange(min = 1, max = 1_000) int slots) {
        // When
        int slot = Slots.of(topic, partition, slots);

        // Then
        assertThat(slot).isBetween(0, slots - 1);
        assertThat(Slots.of(topic, partition + slots, slots)).isEqualTo(slot);
        assertThat(Slots.of(topic, partition + 1, slots)).isEqualTo((slot + 1) % slots);
    }

    @Test
    void shouldNeverMoveAPartitionToAnotherSlot() {
        // Given: where a release put these, all later ones have to look for them
        String topic = "orders";

        // When
        int slot = Slots.of(topic, 0, 8);

        // Then
        assertThat(slot).isEqualTo(4);
        assertThat(Slots.of(topic, 1, 8)).isEqualTo(5);
        assertThat(Slots.of("Bestellungen-€", 5, 50)).isEqualTo(28);
    }
}
