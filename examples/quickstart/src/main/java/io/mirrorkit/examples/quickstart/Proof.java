package io.mirrorkit.examples.quickstart;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Remembers each record that a group has processed, by its id. Not thread-safe. */
final class Proof {

    private final BitSet processed;
    private final int records;
    private long twice;
    private long foreign;

    /**
     * A proof to be.
     *
     * @param records how many there are; their ids count from 0
     */
    Proof(int records) {
        this.records = records;
        this.processed = new BitSet(records);
    }

    void process(int id) {
        if (id < 0 || id >= records) {
            foreign++;
        } else if (processed.get(id)) {
            twice++;
        } else {
            processed.set(id);
        }
    }

    int processed() {
        return processed.cardinality();
    }

    long twice() {
        return twice;
    }

    /** What keeps it from being a proof: empty if every record was processed exactly once. */
    List<String> objections() {
        List<String> objections = new ArrayList<>();
        if (processed() < records) {
            objections.add((records - processed()) + " records were never processed; the first has id "
                    + processed.nextClearBit(0));
        }
        if (twice > 0) {
            objections.add(twice + " records were processed twice");
        }
        if (foreign > 0) {
            objections.add(foreign + " records have ids that nobody gave");
        }
        return objections;
    }
}
