package io.mirrorkit.examples.benchmark;

/** One thing that is measured, of every contestant in the same way. */
interface Scenario {

    /** What it is called on the command line and in JSON. */
    String name();

    /** What it is, in a few words for a table. */
    String title();

    Kind kind();

    /** Whether it can be measured of this contestant. */
    boolean admits(Contestant contestant);

    /** Puts on the source what the contestants are to copy. Runs once, before the first of them. */
    void prepare(Clusters clusters) throws InterruptedException;

    /**
     * Measures one contestant.
     *
     * @throws MeasurementException if the contestant failed or was too slow
     */
    Measures measure(Trial trial) throws InterruptedException;
}
