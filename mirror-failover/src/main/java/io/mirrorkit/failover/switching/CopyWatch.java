package io.mirrorkit.failover.switching;

import io.mirrorkit.api.errors.AccessDeniedException;
import io.mirrorkit.api.errors.MirrorException;
import io.mirrorkit.api.ledger.ControlKey;
import io.mirrorkit.api.ledger.InternalTopics;
import io.mirrorkit.api.ledger.MemberStatus;
import io.mirrorkit.failover.internal.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one cluster's control topic, and writes there what this instance's clients say of themselves. One thread of its own; other threads
 * read {@link #records()} and call {@link #say}.
 */
final class CopyWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterSwitch.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PROBE_EVERY = Duration.ofMillis(500);
    private static final Duration PROBE_WITHIN = Duration.ofSeconds(2);
    private static final Duration AFTER_ERROR = Duration.ofMillis(500);

    private final String application;
    private final ControlCopy copy;
    private final ControlClients clients;
    private final Runnable changed;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** What is yet to be written; an absent status takes the last one back. */
    private final Map<String, Optional<MemberStatus>> outbox = new ConcurrentHashMap<>();

    /** Written by the watch's thread. */
    private volatile ControlRecords records = ControlRecords.NONE;

    /** When the end was reached last, by {@link System#nanoTime}; written by the watch's thread. */
    private volatile OptionalLong readAt = OptionalLong.empty();

    /** Of the session that runs, so that other threads can wake it. */
    private volatile @Nullable Consumer<byte[], byte[]> reader;

    CopyWatch(ClusterSite site, String application, Runnable changed) {
        this.application = application;
        this.copy = new ControlCopy(site, application);
        this.clients = new ControlClients(site, application);
        this.changed = changed;
        this.thread = new Thread(this::run, "mirrorkit-switch-" + application + "-" + site.alias());
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    ControlRecords records() {
        return records;
    }

    /** Whether all that the copy says was read within this time. */
    boolean readWithin(Duration age) {
        OptionalLong at = readAt;
        return at.isPresent() && System.nanoTime() - at.getAsLong() < age.toNanos();
    }

    /** Has a client's word written, now or as soon as the cluster can be reached; the last word counts. Does not block. */
    void say(String member, Optional<MemberStatus> status) {
        outbox.put(member, status);
        Consumer<byte[], byte[]> session = reader;
        if (session != null) {
            session.wakeup();
        }
    }

    private void run() {
        while (closing.getCount() > 0) {
            try {
                session();
            } catch (KafkaException | MirrorException e) {
                LOG.debug("The control topic could not be followed on {}", copy.alias(), e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            boolean ends = closing.await(AFTER_ERROR.toMillis(), TimeUnit.MILLISECONDS);
            LOG.debug("The control topic of {} is {}", copy.alias(), ends ? "left" : "tried again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }

    private void session() {
        createUnlessForbidden();
        try (Consumer<byte[], byte[]> consumer = clients.reader();
                Producer<byte[], byte[]> writer = clients.writer()) {
            reader = consumer;
            consumer.assign(List.of(ControlCopy.PARTITION));
            consumer.seekToBeginning(List.of(ControlCopy.PARTITION));
            ControlRecords.Builder builder = new ControlRecords.Builder(application);
            long probed = System.nanoTime() - PROBE_EVERY.toNanos();
            while (closing.getCount() > 0) {
                try {
                    flush(writer);
                    take(builder, consumer);
                    if (System.nanoTime() - probed >= PROBE_EVERY.toNanos()) {
                        probe(builder, consumer);
                        probed = System.nanoTime();
                    }
                } catch (WakeupException e) {
                    // Something is to be written, or the end is near.
                } catch (TimeoutException e) {
                    LOG.debug("The control topic of {} does not answer", copy.alias());
                }
            }
            flush(writer);
            writer.flush();
        } finally {
            reader = null;
        }
    }

    /** Whoever may not create topics may still read one that somebody else created. */
    private void createUnlessForbidden() {
        try {
            copy.create(Deadline.in(Duration.ofSeconds(5)));
        } catch (AccessDeniedException e) {
            LOG.debug("The control topic may not be created on {}", copy.alias(), e);
        }
    }

    private void take(ControlRecords.Builder builder, Consumer<byte[], byte[]> consumer) {
        boolean ours = false;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            ours |= builder.add(record);
        }
        if (ours) {
            records = builder.build();
            if (readAt.isPresent()) {
                changed.run();
            }
        }
    }

    private void probe(ControlRecords.Builder builder, Consumer<byte[], byte[]> consumer) {
        Long end = consumer.endOffsets(List.of(ControlCopy.PARTITION), PROBE_WITHIN)
                .get(ControlCopy.PARTITION);
        if (end != null && consumer.position(ControlCopy.PARTITION, PROBE_WITHIN) >= end) {
            boolean first = readAt.isEmpty();
            records = builder.build();
            readAt = OptionalLong.of(System.nanoTime());
            if (first) {
                changed.run();
            }
        }
    }

    private void flush(Producer<byte[], byte[]> writer) {
        for (String member : List.copyOf(outbox.keySet())) {
            Optional<MemberStatus> status = outbox.remove(member);
            if (status != null) {
                byte[] key = new ControlKey.Member(application, member).encode();
                byte @Nullable [] value = status.map(MemberStatus::encode).orElse(null);
                writer.send(new ProducerRecord<>(InternalTopics.CONTROL, 0, key, value), (metadata, error) -> {
                    if (error != null) {
                        outbox.putIfAbsent(member, status);
                    }
                });
            }
        }
    }

    /** Writes what is left to write if the cluster answers, and ends the thread; waits for it a moment. */
    @Override
    public void close() {
        closing.countDown();
        Consumer<byte[], byte[]> session = reader;
        if (session != null) {
            session.wakeup();
        }
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        copy.close();
    }
}
