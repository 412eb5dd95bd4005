package io.mirrorkit.examples.runner;

/** A command line that can't be understood. The message is one line. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
