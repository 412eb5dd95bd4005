package io.mirrorkit.examples.benchmark;

import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Where the numbers come from.
 *
 * @param processors how many processors brokers, copier and this program share
 * @param java the Java version
 * @param system the operating system
 * @param kafka the version of brokers, clients and MirrorMaker 2
 * @param jvmArguments of the copying processes
 * @param rounds how often each contestant ran
 * @param command what gives such numbers again
 */
record Environment(
        int processors, String java, String system, String kafka, String jvmArguments, int rounds, String command) {

    static Environment here(Options options) {
        return new Environment(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                AppInfoParser.getVersion(),
                CopyProcess.jvmArguments(),
                options.chosenRounds(),
                "java -jar examples/benchmark/target/mirror-benchmark.jar " + options.command());
    }

    /** In one sentence. */
    String words() {
        return "On " + processors + " processors that brokers, copier and benchmark share, " + system + ", Java " + java
                + ", Kafka " + kafka + " throughout; copying processes with `" + jvmArguments + "`; "
                + (rounds == 1 ? "one round." : "medians of " + rounds + " rounds.");
    }
}
