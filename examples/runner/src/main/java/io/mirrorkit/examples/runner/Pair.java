package io.mirrorkit.examples.runner;

/**
 * Two clusters of a file in one direction.
 *
 * @param source the alias of the cluster that is read
 * @param target the alias of the cluster that is written to
 */
record Pair(String source, String target) {

    /** As files write it. */
    @Override
    public String toString() {
        return source + "->" + target;
    }
}
