package io.mirrorkit.examples.benchmark;

/**
 * What a process has used since its start.
 *
 * @param cpuSeconds of all its threads, in user and system mode
 * @param allocatedBytes on the heap, by all its threads
 */
record Usage(double cpuSeconds, long allocatedBytes) {

    Usage since(Usage earlier) {
        return new Usage(cpuSeconds - earlier.cpuSeconds, allocatedBytes - earlier.allocatedBytes);
    }
}
