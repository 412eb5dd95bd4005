package io.mirrorkit.examples.benchmark;

import org.jspecify.annotations.Nullable;

/** Something could not be measured, and why. The program tells it, and goes on with what comes next. */
final class MeasurementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MeasurementException(String message) {
        super(message);
    }

    MeasurementException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
