package io.mirrorkit.core.internal.lane.client;

import io.mirrorkit.core.internal.lane.ByteBudget;
import io.mirrorkit.core.internal.lane.Lane;
import io.mirrorkit.core.internal.lane.LaneCounters;
import io.mirrorkit.core.internal.lane.LaneCounters.Absent;
import io.mirrorkit.core.internal.lane.LaneFailure;
import io.mirrorkit.core.internal.lane.MirroredPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Copies partitions with a consumer and a producer per codec, on one worker thread. See the package for the threads.
 *
 * <p>A partition whose credit is used up is paused at the source while its backlog waits, so it never holds up another. The worker
 * waits in {@code poll} alone: shortly while a backlog waits for credit, long otherwise; {@code wakeup} ends the wait for a command.
 */
public final class ClientLane implements Lane {

    private static final Duration WHILE_BACKLOG_WAITS = Duration.ofMillis(2);
    private static final Duration WHILE_IDLE = Duration.ofMillis(500);
    private static final Duration FAREWELL = Duration.ofMillis(500);

    private final int number;
    private final Clients clients;
    private final ByteBudget budget;
    private final LaneCounters counters;
    private final Owner owner;
    private final Thread worker;
    private final BlockingQueue<Runnable> commands = new LinkedBlockingQueue<>();

    // The worker's.
    private final Map<TopicPartition, PartitionCopy> copies = new LinkedHashMap<>();
    private final List<Leaving> leaving = new ArrayList<>();
    private final Map<String, Producer<byte[], byte[]>> producers = new HashMap<>();
    private boolean flowPaused;

    /** A partition that failed and is told to the owner when nothing of it is in flight. */
    private record Leaving(PartitionCopy copy, LaneFailure failure) {}

    /** Set by the worker before it takes commands; null before and after. Volatile: other threads wake the consumer. */
    private volatile @Nullable Consumer<byte[], byte[]> consumer;

    /** Volatile: set by whoever closes the lane, read by the worker. */
    private volatile boolean closing;

    private volatile Duration closeDeadline = Duration.ZERO;

    /** Makes the lane's clients, on its worker. */
    public interface Clients {
        /** A consumer of the source, without a group, for one of the workers. */
        Consumer<byte[], byte[]> consumer(int worker);

        /** A producer to the target that compresses with a codec, for one of the workers. */
        Producer<byte[], byte[]> producer(int worker, String codec);

        /** The codec for topics that name none. */
        String defaultCodec();

        /** The producer's batch size, in bytes. */
        int batchSize();
    }

    /**
     * A lane that does not run yet.
     *
     * @param number tells it from the others of its flow
     */
    public ClientLane(
            String threadName, int number, Clients clients, ByteBudget budget, LaneCounters counters, Owner owner) {
        this.number = number;
        this.clients = clients;
        this.budget = budget;
        this.counters = counters;
        this.owner = owner;
        this.worker = new Thread(this::run, threadName);
        worker.setDaemon(true);
    }

    @Override
    public void start() {
        worker.start();
    }

    @Override
    public void add(Collection<MirroredPartition> partitions) {
        List<MirroredPartition> list = List.copyOf(partitions);
        command(() -> begin(list));
    }

    @Override
    public void remove(Collection<TopicPartition> sources) {
        List<TopicPartition> list = List.copyOf(sources);
        command(() -> forget(list));
    }

    @Override
    public void pause() {
        command(() -> flowPaused = true);
    }

    @Override
    public void resume() {
        command(() -> flowPaused = false);
    }

    private void command(Runnable command) {
        commands.add(command);
        wake();
    }

    private void wake() {
        Consumer<byte[], byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
    }

    @Override
    public void close(Duration deadline) {
        beginToClose(deadline);
        try {
            worker.join(deadline.plus(FAREWELL).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The part of {@link #close} that does not wait. */
    void beginToClose(Duration deadline) {
        closeDeadline = deadline;
        closing = true;
        wake();
    }

    private void run() {
        try {
            work(clients.consumer(number));
        } catch (RuntimeException | Error e) {
            // Also a client that could not be made, or memory that ran out: a lane never ends in silence.
            if (!closing) {
                owner.laneFailed(e);
            }
        }
    }

    private void work(Consumer<byte[], byte[]> reader) {
        consumer = reader;
        try {
            while (!closing) {
                step(reader);
            }
            drain(reader);
        } finally {
            consumer = null;
            copies.values().forEach(PartitionCopy::release);
            leaving.forEach(entry -> entry.copy().release());
            producers.values().forEach(producer -> producer.close(Duration.ZERO));
            // A source that does not answer is not waited for: there is no group to leave.
            reader.close(CloseOptions.timeout(FAREWELL));
        }
    }

    private void step(Consumer<byte[], byte[]> reader) {
        obey();
        boolean backlog = !leaving.isEmpty();
        for (PartitionCopy copy : copies.values()) {
            copy.send();
            backlog |= copy.hasBacklog();
        }
        letGo(reader);
        holdBack(reader);
        if (!copies.isEmpty()) {
            poll(reader, backlog ? WHILE_BACKLOG_WAITS : WHILE_IDLE);
        }
    }

    /** Runs the commands that wait; with nothing to copy it waits for one. */
    private void obey() {
        Runnable command = copies.isEmpty() ? awaitCommand() : commands.poll();
        while (command != null) {
            command.run();
            command = commands.poll();
        }
    }

    private @Nullable Runnable awaitCommand() {
        try {
            Duration atMost = leaving.isEmpty() ? WHILE_IDLE : WHILE_BACKLOG_WAITS;
            return commands.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    private void poll(Consumer<byte[], byte[]> reader, Duration atMost) {
        try {
            take(reader.poll(atMost));
        } catch (WakeupException e) {
            // A command waits, or the lane is closing.
        } catch (LogTruncationException e) {
            List.copyOf(e.offsetOutOfRangePartitions().keySet())
                    .forEach(source -> leave(reader, source, new LaneFailure.OnSource(source, e)));
        } catch (OffsetOutOfRangeException e) {
            e.offsetOutOfRangePartitions()
                    .forEach((source, offset) -> leave(reader, source, new LaneFailure.OutOfRange(offset)));
        } catch (TopicAuthorizationException e) {
            List.copyOf(copies.keySet()).stream()
                    .filter(source -> e.unauthorizedTopics().contains(source.topic()))
                    .forEach(source -> leave(reader, source, new LaneFailure.OnSource(source, e)));
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        for (Map.Entry<TopicPartition, OffsetAndMetadata> position :
                records.nextOffsets().entrySet()) {
            PartitionCopy copy = copies.get(position.getKey());
            if (copy != null) {
                counters.absent(Absent.UNKNOWN, copy.offer(records.records(position.getKey()), position.getValue()));
            }
        }
    }

    /** Pauses at the source what has a backlog, and resumes what has none. */
    private void holdBack(Consumer<byte[], byte[]> reader) {
        List<TopicPartition> pause = new ArrayList<>();
        List<TopicPartition> resume = new ArrayList<>();
        copies.forEach((source, copy) -> {
            boolean hold = flowPaused || copy.hasBacklog();
            if (hold != copy.paused()) {
                copy.paused(hold);
                (hold ? pause : resume).add(source);
            }
        });
        if (!pause.isEmpty()) {
            reader.pause(pause);
        }
        if (!resume.isEmpty()) {
            reader.resume(resume);
        }
    }

    private void begin(List<MirroredPartition> partitions) {
        Consumer<byte[], byte[]> reader = reader();
        for (MirroredPartition partition : partitions) {
            copies.put(
                    partition.source(),
                    new PartitionCopy(partition, producerFor(partition), budget, clients.batchSize(), worker));
        }
        reader.assign(copies.keySet());
        for (MirroredPartition partition : partitions) {
            int epoch = partition.flight().leaderEpoch();
            reader.seek(
                    partition.source(),
                    new OffsetAndMetadata(
                            partition.flight().position(), epoch < 0 ? Optional.empty() : Optional.of(epoch), ""));
        }
    }

    private void forget(Collection<TopicPartition> sources) {
        for (TopicPartition source : sources) {
            PartitionCopy copy = copies.remove(source);
            if (copy != null) {
                copy.release();
            }
        }
        reader().assign(copies.keySet());
    }

    private Consumer<byte[], byte[]> reader() {
        Consumer<byte[], byte[]> current = consumer;
        if (current == null) {
            throw new IllegalStateException("the lane has no consumer outside of its worker's loop");
        }
        return current;
    }

    private Producer<byte[], byte[]> producerFor(MirroredPartition partition) {
        String codec = partition.limits().compression();
        return producers.computeIfAbsent(
                codec.isEmpty() ? clients.defaultCodec() : codec, key -> clients.producer(number, key));
    }

    /** Takes failed partitions out of the copying, and tells the owner of those with nothing in flight. */
    private void letGo(Consumer<byte[], byte[]> reader) {
        List<PartitionCopy> failed = null;
        for (PartitionCopy copy : copies.values()) {
            if (copy.failed()) {
                failed = failed == null ? new ArrayList<>() : failed;
                failed.add(copy);
            }
        }
        if (failed != null) {
            failed.forEach(copy -> leave(reader, copy.partition().source(), copy.failureFound()));
        }
        leaving.removeIf(entry -> {
            if (!entry.copy().settled()) {
                return false;
            }
            entry.copy().release();
            owner.partitionFailed(entry.copy().partition(), entry.failure());
            return true;
        });
    }

    private void leave(Consumer<byte[], byte[]> reader, TopicPartition source, LaneFailure failure) {
        PartitionCopy copy = copies.remove(source);
        if (copy != null) {
            reader.assign(copies.keySet());
            copy.stop();
            leaving.add(new Leaving(copy, failure));
        }
    }

    /** Waits for what is in flight. What was read and not sent is read again by the next owner. */
    private void drain(Consumer<byte[], byte[]> reader) {
        long end = System.nanoTime() + closeDeadline.toNanos();
        reader.assign(List.of());
        for (Producer<byte[], byte[]> producer : producers.values()) {
            producer.close(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
    }
}
