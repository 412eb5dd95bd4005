package io.mirrorkit.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.ledger.Anchor;
import io.mirrorkit.api.ledger.Chunk;
import io.mirrorkit.api.ledger.Generation;
import io.mirrorkit.api.ledger.Ledger;
import io.mirrorkit.api.ledger.LedgerWriter;
import io.mirrorkit.failover.Decision.Seek;
import io.mirrorkit.failover.internal.PartitionLedger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** The way home: invariant C in the other direction. */
class BackAnswersTest {

    private static Ledger ledger(LedgerWriter writer) {
        return Ledger.of(
                writer.takeChanges().values().stream().flatMap(Optional::stream).toList());
    }

    private static Generations of(Ledger... branches) {
        Map<Generation, Ledger> all = new HashMap<>();
        for (int branch = 0; branch < branches.length; branch++) {
            all.put(new Generation("a", new Uuid(1, 1), "b", new Uuid(2, 2), branch), branches[branch]);
        }
        return new Generations(new PartitionLedger(all, Map.of()));
    }

    /** Source 10..12 lies at 0..2, then a gap of two, source 15..19 at 3..7. */
    private static LedgerWriter withAGap() {
        LedgerWriter writer = LedgerWriter.startingAt(10, 0);
        writer.append(10, 0, 3);
        writer.append(15, 3, 5);
        writer.advance(21, 4);
        return writer;
    }

    @Test
    void shouldFindTheVeryOffsetWhereTheLedgerHasRuns() {
        // Given
        Generations live = of(ledger(withAGap()));

        // When
        List<Decision> decisions = Stream.of(0L, 2L, 3L, 7L, 8L)
                .map(offset -> BackAnswers.answer(live, offset).decision())
                .toList();

        // Then: behind the last record lies what follows the markers at the source's end
        assertThat(decisions)
                .containsExactly(
                        new Seek(10, Basis.LEDGER_EXACT),
                        new Seek(12, Basis.LEDGER_EXACT),
                        new Seek(15, Basis.LEDGER_EXACT),
                        new Seek(19, Basis.LEDGER_EXACT),
                        new Seek(21, Basis.LEDGER_EXACT));
    }

    @Test
    void shouldSayHowManyRecordsLieBehindTheLedgersEnd() {
        // When
        Answer answer = BackAnswers.answer(of(ledger(withAGap())), 11);

        // Then
        assertThat(answer.decision()).isEqualTo(new Seek(21, Basis.LEDGER_AT_OR_BEFORE));
        assertThat(answer.atMostAgain()).isEqualTo(OptionalLong.of(3));
    }

    @Test
    void shouldNeverPassAnUnreadRecordInAMergedStretch() {
        // Given: 20 records with holes between them on the source, lying together on the target
        long[] places = new long[20];
        for (int i = 1; i < 20; i++) {
            places[i] = places[i - 1] + (i % 3 == 0 ? 1 : 3);
        }
        Anchor anchor = new Anchor(0, 0, places[19] + 1, 20, 20);
        Generations live = of(Ledger.of(List.of(Chunk.decode(MergedChunk.of(anchor)))));

        for (int offset = 1; offset < 20; offset++) {
            // When
            Answer answer = BackAnswers.answer(live, offset);

            // Then: not behind the record that is to be read next, and no further before it than is said
            long at = answer.decision().target().orElseThrow();
            assertThat(at).as("offset %d", offset).isLessThanOrEqualTo(places[offset]);
            long again = 0;
            for (int i = 0; i < offset; i++) {
                again += places[i] >= at ? 1 : 0;
            }
            assertThat(again)
                    .as("offset %d", offset)
                    .isLessThanOrEqualTo(answer.atMostAgain().orElseThrow());
        }
    }

    @Test
    void shouldAskTheOlderBranchForWhatLiesBeforeTheNewerOne() {
        // Given: the source was cut off at 15, and what came then lies from 8 on
        LedgerWriter newer = LedgerWriter.startingAt(15, 8);
        newer.append(15, 8, 10);
        Generations live = of(ledger(withAGap()), ledger(newer));

        // When, Then
        assertThat(BackAnswers.answer(live, 2).decision()).isEqualTo(new Seek(12, Basis.LEDGER_EXACT));
        assertThat(BackAnswers.answer(live, 9).decision()).isEqualTo(new Seek(16, Basis.LEDGER_EXACT));
    }
}
