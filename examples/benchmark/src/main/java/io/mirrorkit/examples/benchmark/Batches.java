package io.mirrorkit.examples.benchmark;

import java.util.Map;

/** How large the batches are in which records lie on the source. */
enum Batches {
    /** Up to 64 KiB, and filled. */
    LARGE(64 << 10, 20),
    /** As applications write that don't wait: a few hundred bytes. */
    TINY(400, 0);

    private final int bytes;
    private final int lingerMs;

    Batches(int bytes, int lingerMs) {
        this.bytes = bytes;
        this.lingerMs = lingerMs;
    }

    /** The producer's settings. */
    Map<String, Object> producer() {
        return Map.of("batch.size", bytes, "linger.ms", lingerMs, "buffer.memory", 64 << 20);
    }
}
