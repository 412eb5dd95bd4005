package io.mirrorkit.failover.switching;

import io.mirrorkit.api.errors.ClusterUnavailableException;
import io.mirrorkit.api.errors.MirrorException;
import io.mirrorkit.api.ledger.ControlKey;
import io.mirrorkit.api.ledger.InternalTopics;
import io.mirrorkit.failover.internal.Deadline;
import io.mirrorkit.failover.internal.KafkaErrors;
import io.mirrorkit.failover.internal.NotInTime;
import io.mirrorkit.failover.internal.Target;
import io.mirrorkit.failover.internal.TargetTopic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/**
 * One cluster's copy of an application's state, read to the end and changed by compare-and-set.
 *
 * <p>Whether there is anything to change is first read without further ado. A change is then made in three steps: take the application's transactional id, which shuts out everybody who took it before and ends what
 * they began; read to the end; write in a transaction. Whoever takes the id in between makes the write fail, so what was read still holds
 * when it is written.
 *
 * <p>Thread-safe; methods block until the deadline at the longest.
 */
final class ControlCopy implements AutoCloseable {

    static final TopicPartition PARTITION = new TopicPartition(InternalTopics.CONTROL, 0);

    private static final long SHORTEST_PAUSE_MS = 20;
    private static final long LONGEST_PAUSE_MS = 4_000;

    /** A record to write. */
    static final class Write {
        private final ControlKey key;
        private final byte[] value;

        /** Takes ownership of the value. */
        Write(ControlKey key, byte[] value) {
            this.key = key;
            this.value = value;
        }

        ControlKey key() {
            return key;
        }

        byte[] value() {
            return value;
        }
    }

    /**
     * What was read so far.
     *
     * @param consumer stands where the reading stopped
     * @param records what it gave
     */
    private record Reading(Consumer<byte[], byte[]> consumer, ControlRecords.Builder records) {
        Reading {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
        }
    }

    private static final Duration POLL = Duration.ofMillis(50);

    /** Guarded by this. */
    private @Nullable Reading reading;

    private final ClusterSite site;
    private final String application;
    private final ControlClients clients;
    private final Admin admin;

    ControlCopy(ClusterSite site, String application) {
        this.site = site;
        this.application = application;
        this.clients = new ControlClients(site, application);
        this.admin = clients.admin();
    }

    String alias() {
        return site.alias();
    }

    /**
     * All that was committed before the call.
     *
     * @throws MirrorException if the cluster does not answer, or refuses
     */
    synchronized ControlRecords read(Deadline deadline) {
        return inTime("a reading of topic " + InternalTopics.CONTROL, deadline, () -> {
            if (reading != null) {
                return readToEnd(deadline);
            }
            Map<String, TargetTopic> answer = new Target(admin).topics(List.of(InternalTopics.CONTROL), deadline);
            return answer.getOrDefault(InternalTopics.CONTROL, new TargetTopic.Absent())
                    .fold(
                            present -> readToEnd(deadline),
                            () -> ControlRecords.NONE,
                            denied -> readToEnd(deadline),
                            () -> {
                                throw new NotInTime("a look at topic " + InternalTopics.CONTROL);
                            });
        });
    }

    /** Reads on from where it stopped; after an error from the beginning. */
    private synchronized ControlRecords readToEnd(Deadline deadline) {
        Reading now =
                reading == null ? new Reading(clients.reader(), new ControlRecords.Builder(application)) : reading;
        reading = null;
        try {
            long end = end(deadline);
            while (now.consumer().position(PARTITION, deadline.remaining()) < end) {
                if (deadline.passed()) {
                    throw new NotInTime("the end of topic " + InternalTopics.CONTROL);
                }
                now.consumer().poll(POLL).forEach(now.records()::add);
            }
            reading = now;
            return now.records().build();
        } finally {
            if (reading == null) {
                now.consumer().close(CloseOptions.timeout(Duration.ZERO));
            }
        }
    }

    /** The high watermark: what was committed by then is readable as soon as older transactions of others are through. */
    private long end(Deadline deadline) {
        return Optional.ofNullable(
                        new Target(admin).bounds(List.of(PARTITION), deadline).get(PARTITION))
                .orElseThrow(() -> new NotInTime("the end of topic " + InternalTopics.CONTROL))
                .end();
    }

    private synchronized boolean isThere() {
        return reading != null;
    }

    /** Creates the control topic if it is not there. */
    void create(Deadline deadline) {
        NewTopic topic = new NewTopic(InternalTopics.CONTROL, Optional.of(1), Optional.empty())
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        "LogAppendTime"));
        inTime("the creation of topic " + InternalTopics.CONTROL, deadline, () -> {
            CreateTopicsOptions options = new CreateTopicsOptions().timeoutMs(deadline.requestTimeoutMs());
            try {
                KafkaErrors.awaitOrThrow(
                        admin.createTopics(List.of(topic), options).all(),
                        "the creation of topic " + InternalTopics.CONTROL,
                        deadline);
                return true;
            } catch (MirrorException e) {
                if (e.getCause() instanceof TopicExistsException) {
                    return false;
                }
                throw e;
            }
        });
    }

    /**
     * Changes the copy.
     *
     * @param decision says what to write, given all that the copy says; may be asked again if others change it meanwhile
     * @return what the copy said, and what was written, if anything
     * @throws MirrorException if the cluster does not answer in time, or refuses; then the write may have been made or not
     */
    Optional<Write> decide(Deadline deadline, Function<ControlRecords, Optional<Write>> decision) {
        if (decision.apply(read(deadline)).isEmpty()) {
            return Optional.empty();
        }
        if (!isThere()) {
            create(deadline);
        }
        return inTime("a change in topic " + InternalTopics.CONTROL, deadline, () -> {
            for (int attempt = 1; ; attempt++) {
                try (Producer<byte[], byte[]> decider = clients.decider(deadline.remaining())) {
                    return decide(decider, deadline, decision);
                } catch (ProducerFencedException | InvalidProducerEpochException e) {
                    pause(attempt, deadline);
                }
            }
        });
    }

    private Optional<Write> decide(
            Producer<byte[], byte[]> decider, Deadline deadline, Function<ControlRecords, Optional<Write>> decision) {
        try {
            decider.initTransactions();
            Optional<Write> write = decision.apply(readToEnd(deadline));
            if (write.isPresent()) {
                decider.beginTransaction();
                decider.send(new ProducerRecord<>(
                        InternalTopics.CONTROL,
                        0,
                        write.get().key().encode(),
                        write.get().value()));
                decider.commitTransaction();
            }
            return write;
        } catch (KafkaException e) {
            if (e.getCause() instanceof ProducerFencedException
                    || e.getCause() instanceof InvalidProducerEpochException) {
                throw (KafkaException) e.getCause();
            }
            throw e;
        } finally {
            decider.close(Duration.ZERO);
        }
    }

    /** Those that change at once shut each other out; the pause is of another length for each, and longer every time. */
    private static void pause(int attempt, Deadline deadline) {
        if (deadline.passed()) {
            throw new NotInTime("a turn to write");
        }
        try {
            long most = Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS << Math.min(attempt, 10));
            Thread.sleep(ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE_MS, most));
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private <T> T inTime(String what, Deadline deadline, java.util.function.Supplier<T> action) {
        try {
            return action.get();
        } catch (NotInTime | org.apache.kafka.common.errors.TimeoutException e) {
            throw new ClusterUnavailableException(
                    "Cluster " + site.alias() + " did not grant " + what + " within " + deadline + ".",
                    "look after its brokers, or switch without it.",
                    e);
        } catch (InterruptException | MirrorException e) {
            throw e;
        } catch (KafkaException e) {
            throw KafkaErrors.mirrorException(e, what + " on cluster " + site.alias());
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        synchronized (this) {
            if (reading != null) {
                reading.consumer().close(CloseOptions.timeout(Duration.ZERO));
                reading = null;
            }
        }
    }
}
