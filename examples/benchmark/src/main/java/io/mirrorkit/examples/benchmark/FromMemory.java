package io.mirrorkit.examples.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What there is to compare with: a producer, tuned as MirrorMaker 2's, that writes the records of a topic from memory. It reads nothing
 * while it writes, translates nothing and remembers nothing. So it is as fast as a copier can be that compresses records anew.
 */
final class FromMemory implements Copier {

    @Override
    public Program program(Route route, Path directory) {
        return new Program(FromMemoryMain.class, route.toArguments());
    }

    @Override
    public boolean translates() {
        return false;
    }

    @Override
    public Duration settlesWithin() {
        return Duration.ZERO;
    }

    @Override
    public Map<TopicPartition, Long> translate(Route route, String group) {
        return Map.of();
    }

    @Override
    public void move(Route route, String group) {
        throw new UnsupportedOperationException("nothing is translated");
    }
}
