package io.mirrorkit.core.internal.lane.wire;

import io.mirrorkit.core.internal.lane.ByteBudget;
import io.mirrorkit.core.internal.lane.Lane;
import io.mirrorkit.core.internal.lane.LaneCounters;
import io.mirrorkit.core.internal.lane.MirroredPartition;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Passes record batches from the source's brokers to the target's: one worker thread with one selector, which has all of the lane's state
 * in a {@link WireWorker}. This class is what other threads see of it. See the package.
 */
public final class WireLane implements Lane {

    private static final Duration FAREWELL = Duration.ofMillis(500);

    private final WireClients clients;
    private final ByteBudget budget;
    private final LaneCounters counters;
    private final Owner owner;
    private final int firstSequence;
    private final Thread thread;
    private final Queue<Consumer<WireWorker>> commands = new ConcurrentLinkedQueue<>();

    /** Set by the thread for as long as it runs. Volatile: other threads wake it. */
    private volatile @Nullable WireWorker worker;

    /** Volatile: set by whoever closes the lane, read by its thread. */
    private volatile boolean closing;

    private volatile Duration closeDeadline = Duration.ZERO;

    /** A lane that does not run yet. */
    public WireLane(String threadName, WireClients clients, ByteBudget budget, LaneCounters counters, Owner owner) {
        this(threadName, clients, budget, counters, owner, 0);
    }

    /** As above, with the sequence that each partition begins at, so that a test sees sequences go round. */
    WireLane(
            String threadName,
            WireClients clients,
            ByteBudget budget,
            LaneCounters counters,
            Owner owner,
            int firstSequence) {
        this.clients = clients;
        this.budget = budget;
        this.counters = counters;
        this.owner = owner;
        this.firstSequence = firstSequence;
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void add(Collection<MirroredPartition> partitions) {
        List<MirroredPartition> list = List.copyOf(partitions);
        command(working -> working.begin(list));
    }

    @Override
    public void remove(Collection<TopicPartition> sources) {
        List<TopicPartition> list = List.copyOf(sources);
        command(working -> working.forget(list));
    }

    @Override
    public void pause() {
        command(WireWorker::pause);
    }

    @Override
    public void resume() {
        command(WireWorker::resume);
    }

    private void command(Consumer<WireWorker> command) {
        commands.add(command);
        wake();
    }

    private void wake() {
        WireWorker working = worker;
        if (working != null) {
            working.wakeup();
        }
    }

    @Override
    public void close(Duration deadline) {
        closeDeadline = deadline;
        closing = true;
        wake();
        try {
            thread.join(deadline.plus(FAREWELL).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (WireWorker working = new WireWorker(thread.getName(), clients, budget, counters, owner, firstSequence)) {
            worker = working;
            while (!closing) {
                obey(working);
                working.step();
            }
            working.drain(closeDeadline);
        } catch (RuntimeException | Error e) {
            // Also a configuration that can't be used, or memory that ran out: a lane never ends in silence.
            if (!closing) {
                owner.laneFailed(e);
            }
        } finally {
            worker = null;
        }
    }

    private void obey(WireWorker working) {
        for (Consumer<WireWorker> command = commands.poll(); command != null; command = commands.poll()) {
            command.accept(working);
        }
    }
}
