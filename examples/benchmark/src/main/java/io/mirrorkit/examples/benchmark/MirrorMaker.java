package io.mirrorkit.examples.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.mirror.RemoteClusterUtils;

/** MirrorMaker 2 in its dedicated mode, one process. */
final class MirrorMaker implements Copier {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The default interval of offset commits, after which the last offset syncs are written, and twice that of checkpoints. */
    private static final Duration DEFAULTS_SETTLE = Duration.ofMinutes(1 + 2);

    /** As above, with the intervals of {@link #tune}. */
    private static final Duration TUNED_SETTLES = Duration.ofSeconds(5 + 2);

    private final boolean tuned;

    private MirrorMaker(boolean tuned) {
        this.tuned = tuned;
    }

    /** Nothing set but the flow, and one replica for its topics, since there is one broker. */
    static MirrorMaker withDefaults() {
        return new MirrorMaker(false);
    }

    /** The best settings known: see {@link #tune}. */
    static MirrorMaker tuned() {
        return new MirrorMaker(true);
    }

    @Override
    public Program program(Route route, Path directory) {
        Path file = directory.resolve(route.source() + ".properties");
        try (Writer out = Files.newBufferedWriter(file)) {
            properties(route).store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Program(
                org.apache.kafka.connect.mirror.MirrorMaker.class,
                List.of(file.toString(), "--clusters", route.target()));
    }

    private Properties properties(Route route) {
        Properties all = new Properties();
        String flow = route.source() + "->" + route.target();
        all.put("clusters", route.source() + "," + route.target());
        all.put(route.source() + ".bootstrap.servers", route.sourceServers());
        all.put(route.target() + ".bootstrap.servers", route.targetServers());
        all.put(flow + ".enabled", "true");
        all.put(flow + ".topics", route.topics());
        for (String one : List.of(
                "replication.factor",
                "checkpoints.topic.replication.factor",
                "heartbeats.topic.replication.factor",
                "offset-syncs.topic.replication.factor",
                "offset.storage.replication.factor",
                "status.storage.replication.factor",
                "config.storage.replication.factor")) {
            all.put(one, "1");
        }
        if (tuned) {
            all.putAll(tune(route));
        }
        return all;
    }

    private static Map<String, String> tune(Route route) {
        Map<String, String> tuning = new HashMap<>();
        String consumer = route.source() + ".consumer.";
        tuning.put(consumer + "max.poll.records", "10000");
        tuning.put(consumer + "fetch.max.bytes", Integer.toString(50 << 20));
        tuning.put(consumer + "max.partition.fetch.bytes", Integer.toString(4 << 20));
        String producer = route.target() + ".producer.";
        tuning.put(producer + "batch.size", Integer.toString(512 << 10));
        tuning.put(producer + "linger.ms", route.aim() == Route.Aim.LATENCY ? "0" : "50");
        tuning.put(producer + "buffer.memory", Integer.toString(128 << 20));
        tuning.put(producer + "max.request.size", Integer.toString(8 << 20));
        tuning.put(producer + "compression.type", route.codec().type());
        tuning.put("tasks.max", "2");
        tuning.put("emit.checkpoints.interval.seconds", "1");
        tuning.put(route.target() + ".offset.flush.interval.ms", "5000");
        // Finds connectors by their manifests, without looking through every class.
        tuning.put("plugin.discovery", "service_load");
        return tuning;
    }

    @Override
    public boolean translates() {
        return true;
    }

    @Override
    public Duration settlesWithin() {
        return tuned ? TUNED_SETTLES : DEFAULTS_SETTLE;
    }

    @Override
    public Map<TopicPartition, Long> translate(Route route, String group) throws InterruptedException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        translated(route, group).forEach((partition, offset) -> offsets.put(partition, offset.offset()));
        return offsets;
    }

    @Override
    public void move(Route route, String group) throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = translated(route, group);
        try (Admin admin = Admin.create(target(route))) {
            Answers.of(admin.alterConsumerGroupOffsets(group, offsets).all());
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> translated(Route route, String group)
            throws InterruptedException {
        try {
            return RemoteClusterUtils.translateOffsets(target(route), route.source(), group, PATIENCE);
        } catch (TimeoutException e) {
            throw new MeasurementException("offsets could not be translated within " + PATIENCE, e);
        }
    }

    private static Map<String, Object> target(Route route) {
        return Map.of("bootstrap.servers", route.targetServers());
    }
}
