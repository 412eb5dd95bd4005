package io.mirrorkit.examples.benchmark;

import java.util.List;

/**
 * What a contestant copies, from where to where. Both aliases are used once, so that every run begins with nothing on the target.
 *
 * @param source the source's alias; remote topics begin with it
 * @param target the target's alias
 * @param sourceServers the source's bootstrap servers
 * @param targetServers the target's bootstrap servers
 * @param topics a regular expression for the topics
 * @param codec how the records are compressed on the source
 * @param aim what the contestant may be tuned for
 */
record Route(
        String source, String target, String sourceServers, String targetServers, String topics, Codec codec, Aim aim) {

    /** What good settings are good for. */
    enum Aim {
        THROUGHPUT,
        LATENCY
    }

    String remote(String topic) {
        return source + "." + topic;
    }

    /** For the command line of another JVM. */
    List<String> toArguments() {
        return List.of(source, target, sourceServers, targetServers, topics, codec.type(), aim.name());
    }

    static Route ofArguments(List<String> all) {
        return new Route(
                all.get(0),
                all.get(1),
                all.get(2),
                all.get(3),
                all.get(4),
                Codec.ofType(all.get(5)),
                Aim.valueOf(all.get(6)));
    }
}
