package io.mirrorkit.examples.benchmark;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for what a cluster answers. */
final class Answers {

    private Answers() {}

    static <T> T of(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new MeasurementException("a cluster answers: " + e.getCause(), e.getCause());
        }
    }
}
