package io.mirrorkit.examples.benchmark;

/** A command line that can't be understood. The message is one line that names the argument and the way out. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
