package io.mirrorkit.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** What {@link BrokerProcess} starts: a broker that says when it serves and shuts down when its standard input ends. */
final class BrokerProcessMain {

    static final String READY = "broker ready";

    private BrokerProcessMain() {}

    /**
     * Runs a broker.
     *
     * @param args the broker's properties file, and the cluster id to format its directory with if it has none
     * @throws Exception if the broker can't be formatted or started
     */
    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(Path.of(args[0]))) {
            properties.load(in);
        }
        formatOnce(properties, args[1]);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        server.startup();
        System.out.println(READY);
        awaitEndOfInput();
        server.shutdown();
        server.awaitShutdown();
        Runtime.getRuntime().halt(0);
    }

    private static void formatOnce(Properties properties, String clusterId) throws Exception {
        String directory = properties.getProperty("log.dirs");
        if (Files.exists(Path.of(directory, "meta.properties"))) {
            return;
        }
        new Formatter()
                .setNodeId(Integer.parseInt(properties.getProperty("node.id")))
                .setClusterId(clusterId)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setControllerListenerName(properties.getProperty("controller.listener.names"))
                .setDirectories(List.of(directory))
                .setMetadataLogDirectory(directory)
                .run();
    }

    private static void awaitEndOfInput() throws IOException {
        System.in.transferTo(OutputStream.nullOutputStream());
    }
}
