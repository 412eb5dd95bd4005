package io.mirrorkit.api.ledger;

/**
 * Runs that were merged to save space. The first record is known exactly; of the others, how many there are. Where one side
 * has no holes ({@code span == records}), the place of a record on the other side can still be found by counting records
 * there, as long as that side was never compacted; the stored count tells whether it was.
 *
 * @param sourceBase the source offset of the first record
 * @param targetBase the target offset of the first record
 * @param sourceSpan how many source offsets the stretch covers
 * @param targetSpan how many target offsets the stretch covers
 * @param records how many records it holds: 1 or more, and no more than either span
 */
public record Anchor(long sourceBase, long targetBase, long sourceSpan, long targetSpan, long records)
        implements Stretch {

    /**
     * Checks the numbers.
     *
     * @param sourceBase the source offset of the first record
     * @param targetBase the target offset of the first record
     * @param sourceSpan how many source offsets the stretch covers
     * @param targetSpan how many target offsets the stretch covers
     * @param records how many records it holds
     * @throws IllegalArgumentException if a number is out of bounds, an end overflows or the records don't fit a span
     */
    public Anchor {
        Run.check(sourceBase, targetBase, records);
        if (records > sourceSpan || records > targetSpan) {
            throw new IllegalArgumentException("an anchor of " + records + " records can't span " + sourceSpan
                    + " source and " + targetSpan + " target offsets");
        }
        Run.check(sourceBase, targetBase, sourceSpan);
        Run.check(sourceBase, targetBase, targetSpan);
    }

    @Override
    public long sourceEnd() {
        return sourceBase + sourceSpan;
    }

    @Override
    public long targetEnd() {
        return targetBase + targetSpan;
    }
}
