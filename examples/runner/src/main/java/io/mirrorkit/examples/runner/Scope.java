package io.mirrorkit.examples.runner;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a command of the day is about.
 *
 * @param file the mm2.properties
 * @param flow the flow as the command line names it; empty for the only one that the file enables
 * @param groups the groups, in order; empty for all that the flow knows
 * @param json whether results are for programs
 * @param deadline how long reading and applying may take
 */
record Scope(Path file, Optional<String> flow, Set<String> groups, boolean json, Duration deadline) {

    /** Copies and sorts. */
    Scope {
        groups = Collections.unmodifiableSet(new TreeSet<>(groups));
    }

    FlowLoader.OnTarget onTarget() {
        return FlowLoader.onTarget(Mm2Files.read(file), flow);
    }
}
