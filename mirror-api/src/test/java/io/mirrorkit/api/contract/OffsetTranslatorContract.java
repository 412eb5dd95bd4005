package io.mirrorkit.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.OffsetTranslator;
import io.mirrorkit.api.Translation;
import io.mirrorkit.api.Translation.Unavailable;
import io.mirrorkit.api.ledger.Ledger;
import io.mirrorkit.api.ledger.LedgerWriter;
import io.mirrorkit.api.ledger.LogBounds;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * What the engine and the failover client rely on in an {@link OffsetTranslator}: for any ledger, it never answers a position
 * behind a record that the group has not read (invariant C), nor behind that of {@link OffsetTranslator#exact()}. To test a
 * translator, extend this class, and have junit-jupiter, assertj-core and jqwik in the test scope:
 *
 * <pre>{@code
 * class HundredAgainTest extends OffsetTranslatorContract {
 *     @Override
 *     protected OffsetTranslator translator() {
 *         return new HundredAgain();
 *     }
 * }
 * }</pre>
 */
public abstract class OffsetTranslatorContract {

    private static final int RUNS_OF_SEVERAL_CHUNKS = 6_000;

    /**
     * The translator under test.
     *
     * @return a new instance, with the same settings at every call
     */
    protected abstract OffsetTranslator translator();

    /** A partition copied so far: the map that the ledger has to know, and the question asked of it. */
    record Copied(Map<Long, Long> targetBySource, Ledger ledger, LogBounds target, long sourceOffset) {

        /** How many records that the group has read, and the ledger knows, a group meets again from an offset on. */
        long recordsAgainFrom(long offset) {
            return targetBySource.entrySet().stream()
                    .filter(record -> record.getKey() < sourceOffset && record.getValue() >= offset)
                    .count();
        }

        /** Where the first record lies that a group at the source offset has not read and that the target still holds. */
        OptionalLong nextRecord() {
            return targetBySource.entrySet().stream()
                    .filter(record -> record.getKey() >= sourceOffset && record.getValue() >= target.start())
                    .mapToLong(Map.Entry::getValue)
                    .min();
        }
    }

    /** A run, given by its distance from the end of the run before it. */
    record Step(long sourceGap, long targetGap, long count) {}

    @Provide
    Arbitrary<Copied> copied() {
        return Combinators.combine(upTo(20), upTo(20), step().list().ofMaxSize(30), upTo(5))
                .as(Partition::of)
                .flatMap(OffsetTranslatorContract::asked);
    }

    /** Enough runs to fill several chunks, the oldest of which were merged. */
    @Provide
    Arbitrary<Copied> merged() {
        return Combinators.combine(Arbitraries.integers().between(1, 2), Arbitraries.randoms())
                .as(Partition::merged)
                .flatMap(OffsetTranslatorContract::asked);
    }

    private static Arbitrary<Long> upTo(long most) {
        return Arbitraries.longs().between(0, most);
    }

    private static Arbitrary<Step> step() {
        return Combinators.combine(upTo(3), upTo(3), Arbitraries.longs().between(1, 12))
                .as(Step::new);
    }

    private static Arbitrary<Copied> asked(Partition partition) {
        long targetEnd = partition.ledger().targetEnd();
        return Combinators.combine(
                        upTo(targetEnd + 5), upTo(8), upTo(partition.ledger().sourceEnd() + 10))
                .as((start, unledgered, offset) -> new Copied(
                        partition.targetBySource(),
                        partition.ledger(),
                        new LogBounds(start, Math.max(start, targetEnd) + unledgered),
                        offset));
    }

    /** A ledger and, built apart from it, the map that it has to know. */
    private record Partition(Map<Long, Long> targetBySource, Ledger ledger) {

        static Partition of(long sourceStart, long targetStart, List<Step> steps, long absentAtTheEnd) {
            return copy(sourceStart, targetStart, steps, absentAtTheEnd, 0);
        }

        static Partition merged(int merges, Random random) {
            List<Step> steps = Stream.generate(
                            () -> new Step(random.nextInt(3), random.nextInt(3), 1 + random.nextInt(4)))
                    .limit(RUNS_OF_SEVERAL_CHUNKS)
                    .toList();
            return copy(0, 0, steps, 0, merges);
        }

        private static Partition copy(long sourceStart, long targetStart, List<Step> steps, long absent, int merges) {
            LedgerWriter writer = LedgerWriter.startingAt(sourceStart, targetStart);
            Map<Long, Long> targetBySource = new TreeMap<>();
            long source = sourceStart;
            long target = targetStart;
            for (Step step : steps) {
                source += step.sourceGap();
                target += step.targetGap();
                writer.append(source, target, step.count());
                for (long i = 0; i < step.count(); i++) {
                    targetBySource.put(source++, target++);
                }
            }
            writer.advance(source + absent, 0);
            for (int i = 0; i < merges; i++) {
                assertThat(writer.mergeOldest()).as("bytes freed by merging").isPositive();
            }
            return new Partition(targetBySource, writer.view());
        }
    }

    @Property(tries = 100)
    void shouldKeepTheseLawsWhenOldRunsWereMerged(@ForAll("merged") Copied copied) {
        shouldNeverPassARecordThatTheGroupHasNotRead(copied);
        shouldNeverAnswerBehindTheExactTranslator(copied);
        shouldAnswerAnOffsetThatTheTargetHolds(copied);
        shouldCountTheRecordsThatAreReadAgain(copied);
        shouldAnswerTheSameOnEveryInstance(copied);
    }

    @Property
    void shouldNeverPassARecordThatTheGroupHasNotRead(@ForAll("copied") Copied copied) {
        Translation answer = translator().translate(copied.ledger(), copied.sourceOffset(), copied.target());

        copied.nextRecord().ifPresent(record -> answer.target().ifPresent(offset -> assertThat(offset)
                .as(
                        "invariant C: %s for a group at %d, whose next record lies at %d",
                        answer, copied.sourceOffset(), record)
                .isLessThanOrEqualTo(record)));
    }

    @Property
    void shouldNeverAnswerBehindTheExactTranslator(@ForAll("copied") Copied copied) {
        Translation exact = OffsetTranslator.exact().translate(copied.ledger(), copied.sourceOffset(), copied.target());

        Translation answer = translator().translate(copied.ledger(), copied.sourceOffset(), copied.target());

        exact.target().ifPresent(limit -> answer.target().ifPresent(offset -> assertThat(offset)
                .as("%s, where the ledger says %s", answer, exact)
                .isLessThanOrEqualTo(limit)));
    }

    @Property
    void shouldAnswerAnOffsetThatTheTargetHolds(@ForAll("copied") Copied copied) {
        Translation answer = translator().translate(copied.ledger(), copied.sourceOffset(), copied.target());

        answer.target().ifPresent(offset -> assertThat(offset)
                .as("%s", answer)
                .isBetween(copied.target().start(), copied.target().end()));
    }

    @Property
    void shouldCountTheRecordsThatAreReadAgain(@ForAll("copied") Copied copied) {
        Translation answer = translator().translate(copied.ledger(), copied.sourceOffset(), copied.target());

        assertThat(answer.offsetsNotThere()).as("offsets not there").isNotNegative();
        answer.target().ifPresent(offset -> assertThat(answer.atMostRecordsAgain())
                .as("records again that %s admits to", answer)
                .isGreaterThanOrEqualTo(copied.recordsAgainFrom(offset)));
    }

    @Property
    void shouldAnswerTheSameOnEveryInstance(@ForAll("copied") Copied copied) {
        OffsetTranslator translator = translator();

        Translation answer = translator.translate(copied.ledger(), copied.sourceOffset(), copied.target());

        assertThat(translator.translate(copied.ledger(), copied.sourceOffset(), copied.target()))
                .isEqualTo(answer);
        assertThat(translator().translate(copied.ledger(), copied.sourceOffset(), copied.target()))
                .isEqualTo(answer);
    }

    @Test
    void shouldKnowNoPositionWhenNothingWasCopied() {
        Translation answer = translator().translate(Ledger.empty(), 42, new LogBounds(0, 100));

        assertThat(answer).isInstanceOf(Unavailable.class);
    }

    @Test
    void shouldKnowNoPositionWhenTheTargetHoldsLessThanTheLedgerSays() {
        LedgerWriter writer = LedgerWriter.startingAt(0, 0);
        writer.append(0, 0, 100);

        Translation answer = translator().translate(writer.view(), 20, new LogBounds(0, 50));

        assertThat(answer).isInstanceOf(Unavailable.class);
    }

    @Test
    void shouldDescribeItselfTheSameWayOnEveryInstance() {
        DescriptionLaw.check(this::translator, OffsetTranslator::description);
    }
}
