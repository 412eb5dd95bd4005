package io.mirrorkit.core.internal.lane.wire;

import io.mirrorkit.core.internal.lane.Flight;
import java.util.Arrays;

/** The source offsets of a batch's records, in order: mostly one run, more where there are holes. */
final class SourceRuns {

    private static final int WIDTH = 2;

    /** Base and count of each run. */
    private long[] runs = new long[WIDTH];

    private int used;
    private int records;

    /** One run. */
    static SourceRuns of(long base, int count) {
        SourceRuns one = new SourceRuns();
        one.runs[0] = base;
        one.runs[1] = count;
        one.used = WIDTH;
        one.records = count;
        return one;
    }

    /** Adds a record's offset, larger than all before. */
    void add(long offset) {
        records++;
        if (used > 0 && runs[used - 2] + runs[used - 1] == offset) {
            runs[used - 1]++;
            return;
        }
        if (used == runs.length) {
            runs = Arrays.copyOf(runs, used * 2);
        }
        runs[used] = offset;
        runs[used + 1] = 1;
        used += WIDTH;
    }

    int records() {
        return records;
    }

    long first() {
        return runs[0];
    }

    long offsetOf(int record) {
        long before = 0;
        for (int i = 0; i < used; i += WIDTH) {
            if (record < before + runs[i + 1]) {
                return runs[i] + record - before;
            }
            before += runs[i + 1];
        }
        throw new IllegalArgumentException("record " + record + " of " + records);
    }

    /** Tells a flight that the records lie on the target from an offset on. */
    void settleIn(Flight flight, long targetBase) {
        long target = targetBase;
        for (int i = 0; i < used; i += WIDTH) {
            flight.acknowledged(runs[i], target, runs[i + 1]);
            target += runs[i + 1];
        }
    }
}
