package io.mirrorkit.api.ledger;

/**
 * Consecutive source offsets that lie at consecutive target offsets: source offset {@code sourceBase + i} is at target
 * offset {@code targetBase + i}, for every {@code i} below {@code count}.
 *
 * @param sourceBase the first source offset
 * @param targetBase the first target offset
 * @param count how many records, 1 to 2^61 - 1
 */
public record Run(long sourceBase, long targetBase, long count) implements Stretch {

    /** A chunk keeps two bits of a count for its own use. */
    private static final long MOST = Long.MAX_VALUE >> 2;

    /**
     * Checks the numbers.
     *
     * @param sourceBase the first source offset
     * @param targetBase the first target offset
     * @param count how many records
     * @throws IllegalArgumentException if a number is out of bounds or an end overflows
     */
    public Run {
        check(sourceBase, targetBase, count);
    }

    @Override
    public long sourceEnd() {
        return sourceBase + count;
    }

    @Override
    public long targetEnd() {
        return targetBase + count;
    }

    @Override
    public long records() {
        return count;
    }

    /** The checks of every stretch, which also keep the ends from overflowing. */
    static void check(long sourceBase, long targetBase, long span) {
        if (sourceBase < 0 || targetBase < 0 || span < 1 || span > MOST) {
            throw new IllegalArgumentException("source base " + sourceBase + ", target base " + targetBase
                    + " and count " + span + " are no run: bases are 0 or greater, the count 1 to 2^61 - 1");
        }
        if (sourceBase > Long.MAX_VALUE - span || targetBase > Long.MAX_VALUE - span) {
            throw new IllegalArgumentException(
                    "a run of " + span + " from " + sourceBase + " and " + targetBase + " overflows");
        }
    }
}
