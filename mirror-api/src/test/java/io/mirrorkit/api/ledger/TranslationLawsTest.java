package io.mirrorkit.api.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.OffsetTranslator;
import io.mirrorkit.api.Translation;
import io.mirrorkit.api.Translation.AtEdge;
import io.mirrorkit.api.Translation.AtOrBefore;
import io.mirrorkit.api.Translation.Exact;
import io.mirrorkit.api.Translation.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What {@link OffsetTranslator#exact()} makes of a ledger and of what the target's log holds, for every source offset. */
class TranslationLawsTest {

    /** A ledger with its oracle, and the log that it speaks of. */
    record Scene(Ledger ledger, CopiedRecords copied, LogBounds target) {

        Translation translate(long offset) {
            return OffsetTranslator.exact().translate(ledger, offset, target);
        }

        void forEachOffset(BiConsumer<Long, Translation> check) {
            Laws.sourceOffsets(copied).forEach(offset -> check.accept(offset, translate(offset)));
        }

        long unledgered() {
            return target.end() - Math.max(target.start(), ledger.targetEnd());
        }

        /** Where the group's next record lies, whether the target still holds it or not. */
        long right(long offset) {
            return copied.targetOf(offset);
        }
    }

    @Provide
    Arbitrary<Scene> exact() {
        return Story.ofCopying().flatMap(TranslationLawsTest::scenes);
    }

    @Provide
    Arbitrary<Scene> merged() {
        return Story.ofMerging().flatMap(TranslationLawsTest::scenes);
    }

    private static Arbitrary<Scene> scenes(Story story) {
        long end = story.ledger().targetEnd();
        Arbitrary<Long> starts =
                Arbitraries.longs().between(Math.max(0, story.copied().targetStart() - 3), end + 5);
        Arbitrary<Long> unledgered = Arbitraries.longs().between(0, 8);
        return Combinators.combine(starts, unledgered)
                .as((start, more) ->
                        new Scene(story.ledger(), story.copied(), new LogBounds(start, Math.max(start, end) + more)));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldAnswerAnOffsetThatTheTargetHolds(@ForAll("merged") Scene scene) {
        // When
        scene.forEachOffset((offset, answer) -> {
            // Then
            assertThat(answer.target().orElseThrow())
                    .as("%s for %s", answer, offset)
                    .isBetween(scene.target().start(), scene.target().end());
        });
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldNeverPassARecordThatTheTargetHolds(@ForAll("merged") Scene scene) {
        // When
        scene.forEachOffset((offset, answer) -> {
            // Then: invariant C
            assertThat(answer.target().orElseThrow())
                    .as("%s for %s", answer, offset)
                    .isLessThanOrEqualTo(
                            Math.max(scene.right(offset), scene.target().start()));
        });
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldNeverFallWhenTheOffsetRises(@ForAll("merged") Scene scene) {
        // When
        List<Long> answers = new ArrayList<>();
        scene.forEachOffset((offset, answer) -> answers.add(answer.target().orElseThrow()));

        // Then
        assertThat(answers).isSorted();
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldCountWhatIsReadAgainAtTheMost(@ForAll("merged") Scene scene) {
        // When
        scene.forEachOffset((offset, answer) -> {
            // Then
            long again = scene.copied().targetBySource().headMap(offset).values().stream()
                    .filter(target -> target >= answer.target().orElseThrow())
                    .count();
            assertThat(answer.atMostRecordsAgain())
                    .as("records again that %s admits to for %s", answer, offset)
                    .isGreaterThanOrEqualTo(again);
        });
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldCountWhatTheTargetHasDeletedBeforeItWasRead(@ForAll("merged") Scene scene) {
        // When
        scene.forEachOffset((offset, answer) -> {
            // Then: invariant A
            long gone = scene.copied().targetBySource().tailMap(offset).values().stream()
                    .filter(target -> target < scene.target().start())
                    .count();
            assertThat(answer.offsetsNotThere())
                    .as("offsets not there that %s admits to for %s", answer, offset)
                    .isGreaterThanOrEqualTo(gone);
        });
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldBeTheVeryPlaceWhereItIsCalledExact(@ForAll("merged") Scene scene) {
        // When
        scene.forEachOffset((offset, answer) -> {
            if (answer instanceof Exact exact) {
                // Then
                assertThat(exact.offset()).isEqualTo(scene.right(offset));
                assertThat(exact.offset())
                        .isBetween(scene.target().start(), scene.target().end());
            }
        });
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldBeExactWhereverThereAreRunsAndTheTargetHoldsThem(@ForAll("exact") Scene scene) {
        // When
        scene.forEachOffset((offset, answer) -> {
            if (offset >= scene.copied().sourceStart()
                    && scene.copied().hasRecordFromSource(offset)
                    && scene.right(offset) >= scene.target().start()) {
                // Then
                assertThat(answer).isEqualTo(new Exact(scene.right(offset)));
            }
        });
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldReadNoMoreAgainThanAStretchHasHoles(@ForAll("merged") Scene scene) {
        // When
        scene.forEachOffset((offset, answer) -> {
            if (scene.ledger().toTarget(offset) instanceof Position.Inside inside) {
                // Then
                Anchor anchor = inside.anchor();
                assertThat(answer.atMostRecordsAgain())
                        .as("%s for %s in %s", answer, offset, anchor)
                        .isLessThan(inside.ahead())
                        .isLessThanOrEqualTo(anchor.sourceSpan() + anchor.targetSpan() - 2 * anchor.records());
            }
        });
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldCountTheOffsetsThatWereNeverCopied(@ForAll("merged") Scene scene) {
        // When
        scene.forEachOffset((offset, answer) -> {
            if (offset < scene.copied().sourceStart()) {
                // Then
                assertThat(answer).isInstanceOf(AtEdge.class);
                assertThat(answer.offsetsNotThere())
                        .isGreaterThanOrEqualTo(scene.copied().sourceStart() - offset);
                assertThat(answer.atMostRecordsAgain()).isZero();
            }
        });
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldCountWhatLiesBeyondTheLedger(@ForAll("merged") Scene scene) {
        // Given
        long end = scene.ledger().targetEnd();
        long there = Math.max(end, scene.target().start());
        long gone = there - end;

        // When
        Translation atEnd = scene.translate(scene.ledger().sourceEnd());
        Translation beyond = scene.translate(scene.ledger().sourceEnd() + 7);

        // Then
        assertThat(beyond).isEqualTo(new AtEdge(there, scene.unledgered(), 7 + gone));
        if (gone > 0) {
            assertThat(atEnd).isEqualTo(new AtEdge(there, scene.unledgered(), gone));
        } else if (scene.unledgered() > 0) {
            assertThat(atEnd).isEqualTo(new AtOrBefore(end, scene.unledgered()));
        } else {
            assertThat(atEnd).isEqualTo(new Exact(end));
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldKnowNoPlaceWhenTheTargetHoldsLessThanTheLedger(@ForAll("merged") Scene scene) {
        // Given
        long end = scene.ledger().targetEnd();
        if (end == 0) {
            return;
        }
        Scene lost = new Scene(scene.ledger(), scene.copied(), new LogBounds(0, end - 1));

        // When
        lost.forEachOffset((offset, answer) -> {
            // Then
            assertThat(answer).isInstanceOf(Unavailable.class);
            assertThat(answer.target()).isEmpty();
        });
    }
}
