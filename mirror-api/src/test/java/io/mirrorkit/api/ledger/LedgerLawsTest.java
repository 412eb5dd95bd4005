package io.mirrorkit.api.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The laws of a ledger that was neither merged nor written anywhere: it is exact. */
class LedgerLawsTest {

    @Provide
    Arbitrary<Story> copied() {
        return Story.ofCopying();
    }

    @Provide
    Arbitrary<Story> merged() {
        return Story.ofMerging();
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldGoThereAndBackWhenAnOffsetLiesInARun(@ForAll("copied") Story story) {
        // Given
        Ledger ledger = story.ledger();

        for (Map.Entry<Long, Long> record : story.copied().targetBySource().entrySet()) {
            // When
            Position there = ledger.toTarget(record.getKey());
            Position back = ledger.toSource(record.getValue());

            // Then
            assertThat(there).isEqualTo(new Position.At(record.getValue()));
            assertThat(back).isEqualTo(new Position.At(record.getKey()));
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldAnswerTheVeryPlaceWhereverThereAreRuns(@ForAll("copied") Story story) {
        // Given
        Ledger ledger = story.ledger();

        for (long offset : Laws.sourceOffsets(story.copied())) {
            // When
            Position position = ledger.toTarget(offset);

            // Then: no merged stretch, and where the oracle says
            assertThat(position).isNotInstanceOf(Position.Inside.class);
        }
        Laws.neverPassesARecord(ledger, story.copied());
        Laws.neverPassesARecordOnTheWayBack(ledger, story.copied());
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldHoldTheRecordsThatWereCopied(@ForAll("copied") Story story) {
        // When
        Ledger ledger = story.ledger();

        // Then
        assertThat(ledger.toList()).allMatch(Run.class::isInstance);
        Laws.holdsTheRecords(ledger, story.copied());
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldHoldNeighboursInOneRun(@ForAll("copied") Story story) {
        // When
        Stretch before = null;
        for (Stretch run : story.ledger().toList()) {
            // Then
            assertThat(before != null
                            && before.sourceEnd() == run.sourceBase()
                            && before.targetEnd() == run.targetBase())
                    .as("%s goes on where %s ends", run, before)
                    .isFalse();
            before = run;
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldNeverFallWhenTheOffsetRises(@ForAll("copied") Story story) {
        // When
        Ledger ledger = story.ledger();

        // Then
        Laws.neverFalls(ledger, story.copied());
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldKeepTheLawsWhenOldRunsAreMerged(@ForAll("merged") Story story) {
        // When
        Ledger ledger = story.ledger();

        // Then
        Laws.check(ledger, story.copied());
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldKeepTheLawsWhenAllThatCanBeMergedIs(@ForAll("merged") Story story) {
        // When
        while (story.writer().mergeOldest() > 0) {
            Laws.check(story.ledger(), story.copied());
        }

        // Then: a sealed chunk and the open one
        story.writer().takeChanges();
        assertThat(story.writer().mergeOldest()).isZero();
        Laws.check(story.ledger(), story.copied());
    }

    @Test
    void shouldKnowNothingWhenThereIsNoChunk() {
        // Given
        Ledger ledger = Ledger.empty();

        // When
        Position position = ledger.toTarget(0);

        // Then
        assertThat(position).isEqualTo(new Position.Nowhere());
        assertThat(ledger.toSource(7)).isEqualTo(new Position.Nowhere());
        assertThat(ledger.isEmpty()).isTrue();
        assertThat(ledger.leaderEpoch()).isEqualTo(-1);
    }
}
