package io.mirrorkit.examples.runner;

import java.nio.file.Path;
import java.util.Set;

/**
 * Runs the flows of a file until the process is asked to end.
 *
 * @param file the mm2.properties
 * @param targets the clusters to write to; empty for all
 */
record ReplicateCommand(Path file, Set<String> targets) implements Command {

    /** Copies. */
    ReplicateCommand {
        targets = Set.copyOf(targets);
    }

    @Override
    public int run(Terminal terminal) {
        Mm2File parsed = Mm2Files.read(file);
        return new Replication(parsed.name(), FlowLoader.deployment(parsed, targets)).run();
    }
}
