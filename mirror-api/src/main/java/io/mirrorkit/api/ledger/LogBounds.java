package io.mirrorkit.api.ledger;

/**
 * What a partition's log holds.
 *
 * @param start the log start offset: the first that can be read
 * @param end the end offset: the next that will be written
 */
public record LogBounds(long start, long end) {

    /**
     * Checks the order of the bounds.
     *
     * @param start the log start offset
     * @param end the end offset
     * @throws IllegalArgumentException if the start is negative or behind the end
     */
    public LogBounds {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("log bounds [" + start + ", " + end + ") are out of order");
        }
    }
}
