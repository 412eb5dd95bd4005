package io.mirrorkit.api.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LedgerWriterTest {

    @Test
    void shouldTellWhereReadingBeginsWhenNothingWasCopied() {
        // Given
        LedgerWriter writer = LedgerWriter.startingAt(500, 20);

        // When
        SortedMap<Integer, Optional<Chunk>> changes = writer.takeChanges();

        // Then
        assertThat(changes).containsOnlyKeys(0);
        Chunk chunk = changes.get(0).orElseThrow();
        assertThat(chunk.sourceEnd()).isEqualTo(500);
        assertThat(chunk.targetEnd()).isEqualTo(20);
        assertThat(chunk.leaderEpoch()).isEqualTo(-1);
        assertThat(writer.changed()).isFalse();
        assertThat(writer.takeChanges()).isEmpty();
    }

    @Test
    void shouldRefuseARunWhenItLiesBeforeTheEndOnTheSource() {
        // Given
        LedgerWriter writer = LedgerWriter.startingAt(0, 0);
        writer.append(0, 0, 10);

        // When
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.append(9, 10, 1))
                // Then
                .withMessageContaining("Run[sourceBase=9, targetBase=10, count=1]")
                .withMessageContaining("(10, 10)");
        assertThat(writer.view().toList()).containsExactly(new Run(0, 0, 10));
    }

    @Test
    void shouldRefuseARunWhenItLiesBeforeTheEndOnTheTarget() {
        // Given
        LedgerWriter writer = LedgerWriter.startingAt(0, 100);

        // When
        assertThatIllegalArgumentException().isThrownBy(() -> writer.append(0, 99, 1));

        // Then
        assertThat(writer.view().toList()).isEmpty();
        assertThat(writer.sourceEnd()).isZero();
    }

    @Test
    void shouldRefuseARunWhenItsOffsetsWerePassedOver() {
        // Given: the run would go on where the last one ended, but its offsets were said to hold no record
        LedgerWriter writer = LedgerWriter.startingAt(0, 0);
        writer.append(0, 0, 10);
        writer.advance(12, 0);

        // When
        assertThatIllegalArgumentException().isThrownBy(() -> writer.append(10, 10, 5));

        // Then
        assertThat(writer.view().toList()).containsExactly(new Run(0, 0, 10));
        assertThat(writer.sourceEnd()).isEqualTo(12);
    }

    @Test
    void shouldRefuseARunWhenItHoldsNothing() {
        // Given
        LedgerWriter writer = LedgerWriter.startingAt(0, 0);
        writer.append(0, 0, 10);

        // When
        assertThatIllegalArgumentException().isThrownBy(() -> writer.append(10, 10, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.append(10, 10, -3));

        // Then
        assertThat(writer.view().toList()).containsExactly(new Run(0, 0, 10));
    }

    @Test
    void shouldGoOnWhenARunWasRefused() {
        // Given
        LedgerWriter writer = LedgerWriter.startingAt(0, 0, 1);
        writer.append(0, 0, 10);
        writer.takeChanges();
        assertThatIllegalArgumentException().isThrownBy(() -> writer.append(0, 0, 10));

        // When
        boolean changedByTheRefusal = writer.changed();
        writer.append(10, 10, 5);

        // Then
        assertThat(changedByTheRefusal).isFalse();
        assertThat(writer.view().toList()).containsExactly(new Run(0, 0, 15));
    }

    @Test
    void shouldRefuseToStartWithoutAChunkWhenRestored() {
        // Given
        TreeMap<Integer, Chunk> none = new TreeMap<>();

        // When
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LedgerWriter.restored(none))
                // Then
                .withMessageContaining("at least one chunk");
    }

    @Test
    void shouldRefuseOverlappingChunksWhenRestored() {
        // Given
        TreeMap<Integer, Chunk> chunks = new TreeMap<>();
        chunks.put(0, chunk(0, 0, 50));
        chunks.put(1, chunk(40, 60, 50));

        // When
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LedgerWriter.restored(chunks))
                // Then
                .withMessageContaining("begins before the end of");
    }

    @Test
    void shouldRefuseAMissingChunkWhenRestored() {
        // Given: records that were copied between the two would be passed without being read
        TreeMap<Integer, Chunk> chunks = new TreeMap<>();
        chunks.put(0, chunk(0, 0, 50));
        chunks.put(2, chunk(60, 60, 50));

        // When
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LedgerWriter.restored(chunks))
                // Then
                .withMessageContaining("a chunk is missing between");
    }

    @Test
    void shouldNeverGoBackWhenAdvanced() {
        // Given
        LedgerWriter writer = LedgerWriter.startingAt(0, 0);
        writer.advance(100, 7);
        writer.takeChanges();

        // When
        writer.advance(50, 3);
        writer.advance(100, -1);

        // Then
        assertThat(writer.sourceEnd()).isEqualTo(100);
        assertThat(writer.leaderEpoch()).isEqualTo(7);
        assertThat(writer.changed()).isFalse();
    }

    @Test
    void shouldWriteAnAdvanceWhenNothingElseHappened() {
        // Given: a restart must not read control records and filtered records again
        LedgerWriter writer = LedgerWriter.startingAt(0, 0);
        writer.append(0, 0, 10);
        writer.takeChanges();

        // When
        writer.advance(25, 4);

        // Then
        Chunk chunk = writer.takeChanges().get(0).orElseThrow();
        assertThat(chunk.sourceEnd()).isEqualTo(25);
        assertThat(chunk.leaderEpoch()).isEqualTo(4);
        assertThat(chunk.stretches()).containsExactly(new Run(0, 0, 10));
    }

    @Test
    void shouldWriteWhatIsThereByThenWhenChangesWereTakenBack() {
        // Given: chunks 0 to 2 are taken, and their transaction will be aborted
        LedgerWriter writer = LedgerWriter.startingAt(0, 0, 1);
        writer.append(0, 0, 10);
        writer.append(20, 10, 10);
        writer.append(40, 20, 10);
        SortedMap<Integer, Optional<Chunk>> taken = writer.takeChanges();
        assertThat(taken).containsOnlyKeys(0, 1, 2);
        assertThat(writer.mergeOldest()).isPositive();
        assertThat(writer.takeChanges()).containsOnlyKeys(0, 1);

        // When
        writer.restoreChanges(taken);

        // Then
        SortedMap<Integer, Optional<Chunk>> again = writer.takeChanges();
        assertThat(again).containsOnlyKeys(0, 1, 2);
        assertThat(again.get(0).orElseThrow().stretches()).containsExactly(new Anchor(0, 0, 30, 20, 20));
        assertThat(again.get(1)).as("a tombstone").isEmpty();
        assertThat(again.get(2).orElseThrow().stretches()).containsExactly(new Run(40, 20, 10));
    }

    @Test
    void shouldMergeTheOldestFirst() {
        // Given
        LedgerWriter writer = LedgerWriter.startingAt(0, 0, 1);
        for (int i = 0; i < 6; i++) {
            writer.append(i * 20L, i * 10L, 10);
        }

        // When
        long freed = writer.mergeOldest();

        // Then
        assertThat(freed).isPositive();
        assertThat(writer.view().toList())
                .containsExactly(
                        new Anchor(0, 0, 30, 20, 20),
                        new Run(40, 20, 10),
                        new Run(60, 30, 10),
                        new Run(80, 40, 10),
                        new Run(100, 50, 10));
    }

    @Test
    void shouldForgetOnlyChunksThatAreWhollyDeleted() {
        // Given: chunks that end at 10, 20 and 30 on the target
        LedgerWriter writer = LedgerWriter.startingAt(0, 0, 1);
        writer.append(0, 0, 10);
        writer.append(20, 10, 10);
        writer.append(40, 20, 10);
        writer.takeChanges();

        // When
        writer.forgetBelow(19);

        // Then
        SortedMap<Integer, Optional<Chunk>> changes = writer.takeChanges();
        assertThat(changes).containsOnlyKeys(0);
        assertThat(changes.get(0)).as("a tombstone").isEmpty();
        assertThat(writer.view().toList()).containsExactly(new Run(20, 10, 10), new Run(40, 20, 10));
        assertThat(writer.view().toTarget(5)).isEqualTo(new Position.Before(10, 5));
    }

    private static Chunk chunk(long source, long target, long count) {
        LedgerWriter writer = LedgerWriter.startingAt(source, target);
        writer.append(source, target, count);
        return writer.takeChanges().get(0).orElseThrow();
    }
}
