package io.mirrorkit.api.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/** The laws of a ledger, each checked for every offset from before its start to beyond its end. */
final class Laws {

    private static final int AROUND = 3;

    private Laws() {}

    /** All laws, for a ledger that may be merged and may have forgotten what the target has deleted. */
    static void check(Ledger ledger, CopiedRecords copied) {
        assertThat(copied.mayBeginAt(ledger.sourceStart()))
                .as("%s knows what the target still holds of %s", ledger, copied)
                .isTrue();
        CopiedRecords known = copied.from(ledger.sourceStart(), targetStart(ledger));
        holdsTheRecords(ledger, known);
        neverPassesARecord(ledger, known);
        neverPassesARecordOnTheWayBack(ledger, known);
        neverFalls(ledger, known);
    }

    /** Where the ledger begins on the target: so many offsets lie before it. */
    static long targetStart(Ledger ledger) {
        return ledger.toSource(0) instanceof Position.Before before ? before.missing() : 0;
    }

    /** As the offset asked for rises, the answers never fall. */
    static void neverFalls(Ledger ledger, CopiedRecords known) {
        neverFalls(sourceOffsets(known), ledger::toTarget, Anchor::targetBase);
        neverFalls(targetOffsets(known), ledger::toSource, Anchor::sourceBase);
    }

    static List<Long> sourceOffsets(CopiedRecords copied) {
        return around(copied.sourceStart(), copied.sourceEnd());
    }

    static List<Long> targetOffsets(CopiedRecords copied) {
        return around(copied.targetStart(), copied.targetEnd());
    }

    private static List<Long> around(long start, long end) {
        return LongStream.rangeClosed(Math.max(0, start - AROUND), end + AROUND)
                .boxed()
                .toList();
    }

    /** Runs and anchors hold the records that were copied, no more and no less, and count them (invariant A). */
    static void holdsTheRecords(Ledger ledger, CopiedRecords copied) {
        assertThat(ledger.sourceEnd()).isEqualTo(copied.sourceEnd());
        assertThat(ledger.targetEnd()).isEqualTo(copied.targetEnd());
        assertThat(ledger.records()).isEqualTo(copied.targetBySource().size());
        List<Stretch> stretches = ledger.toList();
        assertThat(ledger.stretches()).isEqualTo(stretches.size());
        long records = 0;
        for (Stretch stretch : stretches) {
            assertThat(copied.targetBySource().get(stretch.sourceBase()))
                    .as("the first record of %s", stretch)
                    .isEqualTo(stretch.targetBase());
            assertThat(copied.targetBySource().get(stretch.sourceEnd() - 1))
                    .as("the last record of %s", stretch)
                    .isEqualTo(stretch.targetEnd() - 1);
            assertThat(copied.countOnSource(stretch.sourceBase(), stretch.sourceEnd()))
                    .as("the records of %s", stretch)
                    .isEqualTo(stretch.records());
            records += stretch.records();
        }
        assertThat(records).isEqualTo(ledger.records());
    }

    /** Invariant C: the answer is the right one, or one before it, and says how many records lie between at the most. */
    static void neverPassesARecord(Ledger ledger, CopiedRecords copied) {
        for (long offset : sourceOffsets(copied)) {
            check(offset, ledger.toTarget(offset), new Side(copied, true));
        }
    }

    /** The same from the target to the source, as a failback needs it. */
    static void neverPassesARecordOnTheWayBack(Ledger ledger, CopiedRecords copied) {
        for (long offset : targetOffsets(copied)) {
            check(offset, ledger.toSource(offset), new Side(copied, false));
        }
    }

    /** The oracle as seen from one side. */
    private record Side(CopiedRecords copied, boolean source) {

        long start() {
            return source ? copied.sourceStart() : copied.targetStart();
        }

        long end() {
            return source ? copied.sourceEnd() : copied.targetEnd();
        }

        long otherEnd() {
            return source ? copied.targetEnd() : copied.sourceEnd();
        }

        long right(long offset) {
            return source ? copied.targetOf(offset) : copied.sourceOf(offset);
        }

        boolean hasRecordFrom(long offset) {
            return source ? copied.hasRecordFromSource(offset) : copied.hasRecordFromTarget(offset);
        }

        long count(long from, long to) {
            return source ? copied.countOnSource(from, to) : copied.countOnTarget(from, to);
        }

        long base(Stretch stretch) {
            return source ? stretch.sourceBase() : stretch.targetBase();
        }

        long otherBase(Stretch stretch) {
            return source ? stretch.targetBase() : stretch.sourceBase();
        }
    }

    private static void check(long offset, Position position, Side side) {
        boolean ok = position.fold(
                at -> offset >= side.start() && side.hasRecordFrom(offset) && at.offset() == side.right(offset),
                inside -> isAtOrBefore(inside, offset, side),
                before -> offset < side.start()
                        && before.missing() == side.start() - offset
                        && before.first() == side.right(offset),
                end -> offset >= side.start()
                        && !side.hasRecordFrom(offset)
                        && end.end() == side.otherEnd()
                        && end.beyond() == Math.max(0, offset - side.end()),
                () -> false);
        assertThat(ok).as("offset %s is %s in %s", offset, position, side).isTrue();
    }

    private static boolean isAtOrBefore(Position.Inside inside, long offset, Side side) {
        Anchor anchor = inside.anchor();
        long base = side.base(anchor);
        return base + inside.ahead() == offset
                && inside.ahead() > 0
                && side.otherBase(anchor) <= side.right(offset)
                && side.count(base, offset) <= Math.min(inside.ahead(), anchor.records());
    }

    private static void neverFalls(List<Long> offsets, LongFunction<Position> lookUp, ToLongFunction<Anchor> base) {
        List<Long> answers = new ArrayList<>();
        for (long offset : offsets) {
            answers.add(lookUp.apply(offset)
                    .fold(
                            Position.At::offset,
                            inside -> base.applyAsLong(inside.anchor()),
                            Position.Before::first,
                            Position.AtEnd::end,
                            () -> -1L));
        }
        assertThat(answers).isSorted();
    }
}
