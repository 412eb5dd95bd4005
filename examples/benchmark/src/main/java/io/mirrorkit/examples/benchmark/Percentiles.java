package io.mirrorkit.examples.benchmark;

import java.util.Arrays;

/** All values, sorted: exact, and small enough for the numbers of a benchmark. */
final class Percentiles {

    private final long[] sorted;

    Percentiles(long[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        sorted = values.clone();
        Arrays.sort(sorted);
    }

    /**
     * The smallest value that at least this share of the values doesn't exceed.
     *
     * @param share more than 0, at most 1
     */
    long at(double share) {
        if (share <= 0 || share > 1) {
            throw new IllegalArgumentException("share " + share + " is not in (0, 1]");
        }
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
