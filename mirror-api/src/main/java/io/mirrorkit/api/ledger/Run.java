package io.mirrorkit.api.ledger;

/**
 * Consecutive source offsets that lie at consecutive target offsets: source offset {@code sourceBase + i} is at target
 * offset {@code targetBase + i}, for every {@code i} below {@code count}.
 *
 * @param sourceBase the first source offset
 * @param targetBase the first target offset
 * @param count how many records, 1 or more
 */
public record Run(long sourceBase, long targetBase, long count) implements Stretch {

    /** Checks the numbers. */
    public Run {
        Stretch.check(sourceBase, targetBase, count);
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
}
