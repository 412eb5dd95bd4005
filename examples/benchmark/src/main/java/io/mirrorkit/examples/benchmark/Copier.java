package io.mirrorkit.examples.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A program that copies, with its settings; and how groups are moved to where it copied. */
interface Copier {

    /** What a JVM is to run. */
    record Program(Class<?> main, List<String> arguments) {
        /** Copies. */
        public Program {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * The program and its arguments.
     *
     * @param directory where it may write files for its own use
     */
    Program program(Route route, Path directory);

    /** Whether it translates the offsets of groups. */
    boolean translates();

    /** How long after the last record its translations may still get better. */
    Duration settlesWithin();

    /**
     * Where a group would go on, by partition of the target; without the partitions for which that isn't known.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    Map<TopicPartition, Long> translate(Route route, String group) throws InterruptedException;

    /** Translates, and commits the translation on the target, as its documentation says. */
    void move(Route route, String group) throws InterruptedException;
}
