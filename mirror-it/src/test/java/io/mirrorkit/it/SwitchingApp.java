package io.mirrorkit.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mirrorkit.api.Flow;
import io.mirrorkit.failover.switching.ClusterSwitch;
import io.mirrorkit.failover.switching.Lease;
import io.mirrorkit.failover.switching.SwitchEvent;
import io.mirrorkit.failover.switching.SwitchableConsumer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** An instance of an application that switches: a thread that polls, processes and commits what it processed. */
final class SwitchingApp implements AutoCloseable {

    /** What happened to one record. */
    record Processed(String instance, String topic, int partition, long offset, String id) {}

    private final String name;
    private final ClusterSwitch clusters;
    private final Consumer<byte[], byte[]> consumer;
    private final List<Processed> log;
    private final List<SwitchEvent> events = new CopyOnWriteArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread thread;
    private final int commitEvery;
    private volatile boolean stopped;
    private volatile boolean frozen;
    private volatile Duration nap = Duration.ZERO;

    private SwitchingApp(Start start, String name, List<Processed> log) {
        this.name = name;
        this.log = log;
        this.commitEvery = start.commitEvery;
        ClusterSwitch.Builder builder = ClusterSwitch.builder(start.application)
                .instance(name)
                .startOn("a")
                .lease(Duration.ofSeconds(60), Lease.STOP)
                .handOverDeadline(start.handOver)
                .silentAfter(Duration.ofSeconds(10))
                .listener(events::add);
        start.clusters.forEach(builder::cluster);
        start.flows.forEach(builder::flow);
        clusters = builder.start();
        Map<String, Object> properties = new HashMap<>(start.properties);
        properties.put("key.deserializer", ByteArrayDeserializer.class);
        properties.put("value.deserializer", ByteArrayDeserializer.class);
        properties.putIfAbsent("group.id", start.application);
        properties.putIfAbsent("enable.auto.commit", false);
        properties.putIfAbsent("auto.offset.reset", "earliest");
        properties.putIfAbsent("isolation.level", "read_committed");
        properties.putIfAbsent("max.poll.records", 23);
        if (properties.remove("static") != null) {
            properties.put("group.instance.id", "static-" + name);
        }
        SwitchableConsumer.Builder<byte[], byte[]> consumers = SwitchableConsumer.builder(clusters, properties);
        consumer = (start.remoteFirst ? consumers.drainRemoteFirst() : consumers).build();
        start.subscribe.accept(consumer);
        nap = start.nap;
        thread = new Thread(this::run, "app-" + name);
        thread.start();
    }

    /** How instances are started. */
    static final class Start {
        private final String application;
        private final Map<String, Map<String, Object>> clusters;
        private final List<Flow> flows;
        private Map<String, Object> properties = Map.of();
        private java.util.function.Consumer<Consumer<byte[], byte[]>> subscribe;
        private Duration handOver = Duration.ofSeconds(10);
        private int commitEvery = 1;
        private boolean remoteFirst;
        private Duration nap = Duration.ZERO;

        Start(String application, Map<String, Map<String, Object>> clusters, String topic, Flow... flows) {
            this.application = application;
            this.clusters = clusters;
            this.flows = List.of(flows);
            this.subscribe = consumer -> consumer.subscribe(List.of(topic), committing(consumer));
        }

        Start properties(Map<String, Object> more) {
            properties = more;
            return this;
        }

        Start subscribe(java.util.function.Consumer<Consumer<byte[], byte[]>> how) {
            subscribe = how;
            return this;
        }

        Start handOver(Duration deadline) {
            handOver = deadline;
            return this;
        }

        /** Commits only after so many polls with records. */
        Start commitEvery(int polls) {
            commitEvery = polls;
            return this;
        }

        /** See {@link SwitchingApp#nap}. */
        Start nap(Duration duration) {
            nap = duration;
            return this;
        }

        Start remoteFirst() {
            remoteFirst = true;
            return this;
        }

        SwitchingApp instance(String name, List<Processed> log) {
            return new SwitchingApp(this, name, log);
        }
    }

    /** As applications do that want no record twice when their group rebalances. */
    static ConsumerRebalanceListener committing(Consumer<byte[], byte[]> consumer) {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                try {
                    consumer.commitSync();
                } catch (CommitFailedException | RebalanceInProgressException e) {
                    // Too late.
                }
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {}
        };
    }

    private void run() {
        int polls = 0;
        try {
            while (!stopped) {
                Thread.sleep(nap.toMillis());
                while (frozen && !stopped) {
                    Thread.sleep(20);
                }
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
                records.forEach(this::process);
                if (!records.isEmpty() && ++polls % commitEvery == 0) {
                    commit();
                }
            }
            commit();
        } catch (WakeupException e) {
            // Told to stop.
        } catch (Throwable e) {
            failure.set(e);
        }
    }

    private void commit() {
        try {
            consumer.commitSync();
        } catch (CommitFailedException | RebalanceInProgressException e) {
            // What was given is not given again by the switch.
        }
    }

    private void process(ConsumerRecord<byte[], byte[]> record) {
        String id = new String(record.value(), UTF_8).lines().findFirst().orElseThrow();
        log.add(new Processed(name, record.topic(), record.partition(), record.offset(), id));
    }

    ClusterSwitch clusters() {
        return clusters;
    }

    Consumer<byte[], byte[]> consumer() {
        return consumer;
    }

    List<SwitchEvent> events() {
        return events;
    }

    /** Lets the application be busy for this long before every poll. */
    void nap(Duration duration) {
        nap = duration;
    }

    /** Lets the application be busy until {@link #thaw}. */
    void freeze() {
        frozen = true;
    }

    void thaw() {
        frozen = false;
    }

    void throwIfFailed() {
        if (failure.get() != null) {
            throw new AssertionError("instance " + name, failure.get());
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(20_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
        clusters.close();
    }
}
