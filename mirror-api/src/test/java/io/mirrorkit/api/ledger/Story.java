package io.mirrorkit.api.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * The life of one partition's ledger: records are copied, old chunks merged and forgotten, changes written to a compacted topic or
 * not, and its owner dies and is followed by another. Beside the writer goes the oracle, and beside the topic the oracle's state at
 * the last commit.
 */
final class Story {

    /** What happens next. */
    sealed interface Step {}

    /** A run is acknowledged, at some distance from the one before. */
    record Copy(long sourceGap, long targetGap, long count) implements Step {}

    /** Offsets without a record to copy are read. */
    record PassOver(long offsets, int leaderEpoch) implements Step {}

    /** Memory is short. */
    record MergeOldest(int times) implements Step {}

    /** The target deletes its oldest records. */
    record DeleteOldest(int percent) implements Step {}

    /** Changes are taken, to be written; those taken before were committed. */
    record Take() implements Step {}

    /** What was taken is committed. */
    record Commit() implements Step {}

    /** What was taken could not be written. */
    record Fail() implements Step {}

    /** The owner dies, and another one restores what the topic holds. */
    record Crash() implements Step {}

    /** What was taken, and what it has to amount to. */
    private record Taken(SortedMap<Integer, Optional<Chunk>> changes, CopiedRecords copied, int leaderEpoch) {}

    private final int sealedAtBytes;
    private final TreeMap<Integer, byte[]> topic = new TreeMap<>();
    private LedgerWriter writer;
    private CopiedRecords copied;
    private CopiedRecords committed;
    private int epoch = -1;
    private int committedEpoch = -1;
    private @Nullable Taken taken;

    private Story(long sourceStart, long targetStart, int sealedAtBytes) {
        this.sealedAtBytes = sealedAtBytes;
        writer = LedgerWriter.startingAt(sourceStart, targetStart, sealedAtBytes);
        copied = new CopiedRecords(sourceStart, targetStart);
        committed = copied.copy();
    }

    /** Stories in which records are copied, and nothing else happens. */
    static Arbitrary<Story> ofCopying() {
        return beginnings().flatMap(story -> Arbitraries.frequencyOf(Tuple.of(8, copy()), Tuple.of(1, passOver()))
                .list()
                .ofMaxSize(40)
                .withSizeDistribution(RandomDistribution.uniform())
                .map(steps -> story.get().play(steps)));
    }

    /** Stories in which old runs are merged, but nothing is lost. */
    static Arbitrary<Story> ofMerging() {
        return beginnings().flatMap(story -> Arbitraries.frequencyOf(
                        Tuple.of(16, copy()), Tuple.of(1, passOver()), Tuple.of(3, mergeOldest()))
                .list()
                .ofMaxSize(80)
                .withSizeDistribution(RandomDistribution.uniform())
                .map(steps -> story.get().play(steps)));
    }

    /** The steps of stories in which everything happens. */
    static Arbitrary<List<Step>> life() {
        return Arbitraries.frequencyOf(
                        Tuple.of(20, copy()),
                        Tuple.of(2, passOver()),
                        Tuple.of(3, mergeOldest()),
                        Tuple.of(1, Arbitraries.integers().between(0, 100).map(DeleteOldest::new)),
                        Tuple.of(4, Arbitraries.just(new Take())),
                        Tuple.of(3, Arbitraries.just(new Commit())),
                        Tuple.of(1, Arbitraries.just(new Fail())),
                        Tuple.of(1, Arbitraries.just(new Crash())))
                .list()
                .ofMaxSize(120)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    /** Story beginnings, to be called once for each story. */
    static Arbitrary<Supplier<Story>> beginnings() {
        return Combinators.combine(offsets(), offsets(), Arbitraries.of(1, 5, 20, 60))
                .as((source, target, bytes) -> () -> new Story(source, target, bytes));
    }

    private static Arbitrary<Long> offsets() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.longs().between(0, 20)),
                Tuple.of(1, Arbitraries.longs().between(0, Long.MAX_VALUE - 100_000)));
    }

    static Arbitrary<Step> copy() {
        return Combinators.combine(gaps(), gaps(), Arbitraries.longs().between(1, 12))
                .as(Copy::new);
    }

    private static Arbitrary<Long> gaps() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(0L)), Tuple.of(3, Arbitraries.just(1L)), Tuple.of(1, longGaps()));
    }

    private static Arbitrary<Long> longGaps() {
        return Arbitraries.longs().between(2, 40);
    }

    private static Arbitrary<Step> passOver() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 5),
                        Arbitraries.integers().between(-1, 3))
                .as(PassOver::new);
    }

    private static Arbitrary<Step> mergeOldest() {
        return Arbitraries.integers().between(1, 5).map(MergeOldest::new);
    }

    Story play(List<Step> steps) {
        steps.forEach(this::play);
        return this;
    }

    void play(Step step) {
        if (step instanceof Copy copy) {
            long source = copied.sourceEnd() + copy.sourceGap();
            long target = copied.targetEnd() + copy.targetGap();
            writer.append(source, target, copy.count());
            copied.add(source, target, copy.count());
        } else if (step instanceof PassOver over) {
            copied.passOver(over.offsets());
            epoch = Math.max(epoch, over.leaderEpoch());
            writer.advance(copied.sourceEnd(), over.leaderEpoch());
        } else if (step instanceof MergeOldest merge) {
            merge(merge.times());
        } else if (step instanceof DeleteOldest delete) {
            long start = copied.targetStart() + (copied.targetEnd() - copied.targetStart()) * delete.percent() / 100;
            writer.forgetBelow(start);
            copied.deletedBelow(start);
        } else if (step instanceof Take) {
            commit();
            taken = new Taken(writer.takeChanges(), copied.copy(), epoch);
        } else if (step instanceof Commit) {
            commit();
        } else if (step instanceof Fail && taken != null) {
            writer.restoreChanges(taken.changes());
            taken = null;
        } else if (step instanceof Crash) {
            crash();
        }
    }

    private void merge(int times) {
        for (int i = 0; i < times; i++) {
            long bytes = writer.bytes();
            long freed = writer.mergeOldest();
            assertThat(writer.bytes()).as("bytes after %s were freed", freed).isEqualTo(bytes - freed);
        }
    }

    private void commit() {
        Taken now = taken;
        if (now != null) {
            now.changes()
                    .forEach((number, chunk) -> chunk.ifPresentOrElse(
                            value -> topic.put(number, value.encode()), () -> topic.remove(number)));
            committed = now.copied();
            committedEpoch = now.leaderEpoch();
            taken = null;
            checkTopic();
        }
    }

    private void crash() {
        taken = null;
        copied = committed.copy();
        epoch = committedEpoch;
        writer = topic.isEmpty()
                ? LedgerWriter.startingAt(copied.sourceStart(), copied.targetStart(), sealedAtBytes)
                : LedgerWriter.restored(chunks(), sealedAtBytes);
        assertThat(writer.changed()).as("changes without a change").isEqualTo(topic.isEmpty());
    }

    /** What a reader makes of the topic. */
    TreeMap<Integer, Chunk> chunks() {
        TreeMap<Integer, Chunk> chunks = new TreeMap<>();
        topic.forEach((number, value) -> chunks.put(number, Chunk.decode(value)));
        return chunks;
    }

    /** Whatever was committed last, the topic holds a whole ledger of it. */
    void checkTopic() {
        if (!topic.isEmpty()) {
            Ledger ledger = Ledger.of(chunks().values());
            Laws.check(ledger, committed);
            assertThat(ledger.leaderEpoch()).isEqualTo(committedEpoch);
        }
    }

    /** The writer knows what was copied, and its bookkeeping is right. */
    void checkWriter() {
        Laws.check(writer.view(), copied);
        assertThat(writer.sourceEnd()).isEqualTo(copied.sourceEnd());
        assertThat(writer.targetEnd()).isEqualTo(copied.targetEnd());
        assertThat(writer.leaderEpoch()).isEqualTo(epoch);
        assertThat(writer.view().leaderEpoch()).isEqualTo(epoch);
    }

    LedgerWriter writer() {
        return writer;
    }

    Ledger ledger() {
        return writer.view();
    }

    CopiedRecords copied() {
        return copied;
    }

    /** Everything on the topic, in the end. */
    List<byte[]> topicValues() {
        return new ArrayList<>(topic.values());
    }

    @Override
    public String toString() {
        return ledger().toList() + " of " + copied;
    }
}
