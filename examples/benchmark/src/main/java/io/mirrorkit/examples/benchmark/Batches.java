package io.mirrorkit.examples.benchmark;

import java.util.Map;

/** How large the batches are in which records lie on the source. */
enum Batches {
    /** Up to 64 KiB, and filled. */
    LARGE(Map.of("batch.size", 64 << 10, "linger.ms", 20, "buffer.memory", 64 << 20)),
    /** As applications write that don't wait: a few hundred bytes. A large buffer of these takes the producer longer than its timeout to send. */
    TINY(Map.of("batch.size", 400, "linger.ms", 0, "buffer.memory", 1 << 20));

    private final Map<String, Object> producer;

    Batches(Map<String, Object> producer) {
        this.producer = producer;
    }

    /** The producer's settings. */
    Map<String, Object> producer() {
        return producer;
    }
}
