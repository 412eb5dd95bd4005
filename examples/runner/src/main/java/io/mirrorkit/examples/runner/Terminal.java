package io.mirrorkit.examples.runner;

/** Where a command writes, and whom it asks. */
interface Terminal {

    /** Writes a result; it may have many lines. */
    void result(String text);

    /** Writes a line for people, beside the results. */
    void tell(String line);

    /**
     * Asks a question.
     *
     * @return whether the answer was yes
     * @throws UsageException if there is nobody to ask
     */
    boolean confirms(String question);
}
