package io.mirrorkit.core.internal.engine;

import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task that is run again and again: a failure is warned of once, and again only when its message changes or it came right in between. */
final class OneWarning implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(OneWarning.class);

    private final String flow;
    private final Runnable task;
    private final BooleanSupplier quiet;
    private String warned = "";

    OneWarning(String flow, Runnable task, BooleanSupplier quiet) {
        this.flow = flow;
        this.task = task;
        this.quiet = quiet;
    }

    @Override
    public void run() {
        try {
            task.run();
            warned = "";
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            if (!quiet.getAsBoolean() && !warned.equals(e.toString())) {
                warned = e.toString();
                LOG.warn("A step failed and is tried again: flow={} reason={}", flow, e.toString());
                LOG.debug("The step's stack", e);
            }
        }
    }
}
