package io.mirrorkit.api.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** How much the ledger takes, which is why it can be exact. */
class LedgerSizeTest {

    private static final int RUNS = 10_000;
    private static final int CHUNK_HEADER = 48;
    private static final long BUDGET = 1 << 16;

    @Property(tries = 100)
    void shouldTakeTwoBytesARunWhenEachSourceTransactionEndsInAMarker(
            @ForAll @LongRange(min = 1, max = 4095) long records) {
        // When
        LedgerWriter writer = pattern(records, 1, 0);

        // Then
        assertThat(bytesPerRun(writer)).isLessThanOrEqualTo(2);
    }

    @Property(tries = 100)
    void shouldTakeTwoBytesARunWhenEachCommitLeavesAMarkerOnTheTarget(
            @ForAll @LongRange(min = 1, max = 4095) long records) {
        // When
        LedgerWriter writer = pattern(records, 0, 1);

        // Then
        assertThat(bytesPerRun(writer)).isLessThanOrEqualTo(2);
    }

    @Property(tries = 100)
    void shouldTakeOneByteARunWhenTransactionsAreSmall(@ForAll @LongRange(min = 1, max = 31) long records) {
        // When
        LedgerWriter writer = pattern(records, 1, 1);

        // Then
        assertThat(bytesPerRun(writer)).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldHoldAMillionRecordsInOneRunWhenTheyAreContiguous() {
        // Given
        LedgerWriter writer = LedgerWriter.startingAt(7, 3);

        // When: one acknowledgement after another
        for (long i = 0; i < 1_000_000; i++) {
            writer.append(7 + i, 3 + i, 1);
        }

        // Then
        assertThat(writer.view().toList()).containsExactly(new Run(7, 3, 1_000_000));
        assertThat(writer.takeChanges().get(0).orElseThrow().encode()).hasSizeLessThan(32);
    }

    @Test
    void shouldWriteASmallChunkWhenLittleChanged() {
        // Given: many runs, all of them on the topic
        LedgerWriter writer = pattern(1_000, 1, 0);
        writer.takeChanges();

        // When
        writer.append(writer.sourceEnd(), writer.targetEnd(), 1);

        // Then: the open chunk alone
        Collection<Optional<Chunk>> changes = writer.takeChanges().values();
        assertThat(changes).hasSize(1);
        assertThat(changes.iterator().next().orElseThrow().encode()).hasSizeLessThan(4_096 + 2 * CHUNK_HEADER);
    }

    @Test
    void shouldKeepABudgetWhenOldRunsAreMergedAsOftenAsNeeded() {
        // Given: an irregular pattern, which takes several times the budget
        LedgerWriter writer = LedgerWriter.startingAt(0, 0);
        long most = 0;

        // When
        for (int i = 0; i < 100_000; i++) {
            writer.append(writer.sourceEnd() + 1 + i % 7, writer.targetEnd() + i % 3, 1 + i % 11);
            while (writer.bytes() > BUDGET) {
                assertThat(writer.mergeOldest()).isPositive();
            }
            most = Math.max(most, writer.bytes());
        }

        // Then: what is newest is still exact
        assertThat(most).isLessThanOrEqualTo(BUDGET);
        Ledger ledger = writer.view();
        assertThat(ledger.toList().subList((int) ledger.stretches() - 5_000, (int) ledger.stretches()))
                .allMatch(Run.class::isInstance);
        assertThat(ledger.sourceStart()).isZero();
    }

    private static LedgerWriter pattern(long records, long sourceGap, long targetGap) {
        LedgerWriter writer = LedgerWriter.startingAt(0, 0);
        for (int i = 0; i < RUNS; i++) {
            writer.append(writer.sourceEnd(), writer.targetEnd() + targetGap, records);
            writer.advance(writer.sourceEnd() + sourceGap, 0);
        }
        return writer;
    }

    private static double bytesPerRun(LedgerWriter writer) {
        Collection<Optional<Chunk>> chunks = writer.takeChanges().values();
        long bytes = chunks.stream()
                .mapToLong(chunk -> chunk.orElseThrow().encode().length)
                .sum();
        return (double) (bytes - (long) CHUNK_HEADER * chunks.size()) / RUNS;
    }
}
