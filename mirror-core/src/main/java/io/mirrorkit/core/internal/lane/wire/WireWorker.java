package io.mirrorkit.core.internal.lane.wire;

import io.mirrorkit.core.internal.lane.ByteBudget;
import io.mirrorkit.core.internal.lane.Lane;
import io.mirrorkit.core.internal.lane.LaneCounters;
import io.mirrorkit.core.internal.lane.LaneFailure;
import io.mirrorkit.core.internal.lane.MirroredPartition;
import io.mirrorkit.core.internal.lane.wire.Network.Side;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;

/**
 * All that a wire lane has, and one round of its work: send what was fetched, fetch what there is room for, wait for either side. Belongs to
 * the lane's thread, but for {@link #wakeup}.
 */
final class WireWorker implements Closeable {

    private static final long WHILE_IDLE_MS = 500;
    private static final long WHILE_SOMETHING_WAITS_MS = 20;

    /** What requests on their way may pin of responses that they are a small part of, in budgets; beyond that nothing is fetched. */
    private static final int MOST_PINNED = 3;

    /** Buffers that are kept for the next response. */
    private static final long MOST_IDLE = 32L << 20;

    private static final int REQUEST_BYTES = 4 << 20;

    private final ByteBudget budget;
    private final Lane.Owner owner;
    private final int firstSequence;
    private final Network network;
    private final Leaders sourceLeaders;
    private final Leaders targetLeaders;
    private final ProducerIds ids;
    private final SourceReader reader;
    private final TargetWriter writer;
    private final BatchPicker picker;
    private final BufferPool pool;
    private final Map<TopicPartition, WirePartition> partitions = new LinkedHashMap<>();
    private final List<WirePartition> leaving = new ArrayList<>();
    private boolean paused;

    WireWorker(
            String name,
            WireClients clients,
            ByteBudget budget,
            LaneCounters counters,
            Lane.Owner owner,
            int firstSequence) {
        this.budget = budget;
        this.owner = owner;
        this.firstSequence = firstSequence;
        ConsumerConfig source = clients.sourceConfig();
        ProducerConfig target = clients.targetConfig();
        this.pool = new BufferPool(Math.min(budget.capacity(), MOST_IDLE));
        BatchHeader header = new BatchHeader();
        RoundTrips roundTrips = new RoundTrips();
        // Before the network, which would have to be closed again.
        List<Node> sourceAddresses = Network.bootstrap(Side.SOURCE, source);
        List<Node> targetAddresses = Network.bootstrap(Side.TARGET, target);
        this.network = new Network(name, source, target, pool);
        this.sourceLeaders = new Leaders(Side.SOURCE, network, sourceAddresses, maxAge(source));
        this.targetLeaders = new Leaders(Side.TARGET, network, targetAddresses, maxAge(target));
        this.ids = new ProducerIds(network, targetLeaders);
        this.reader = new SourceReader(network, sourceLeaders, source, clients.isolation(), budget);
        this.writer = new TargetWriter(
                network,
                targetLeaders,
                ids,
                header,
                roundTrips,
                REQUEST_BYTES,
                target.getInt(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG));
        this.picker = new BatchPicker(header, new Rebuilder(header, pool), new RepackRule(roundTrips), counters);
    }

    private static long maxAge(AbstractConfig config) {
        return config.getLong(CommonClientConfigs.METADATA_MAX_AGE_CONFIG) * 1_000_000;
    }

    void begin(Collection<MirroredPartition> added) {
        for (MirroredPartition partition : added) {
            partitions.put(partition.source(), new WirePartition(partition, budget, picker, firstSequence));
        }
        follow();
    }

    void forget(Collection<TopicPartition> sources) {
        for (TopicPartition source : sources) {
            WirePartition partition = partitions.remove(source);
            if (partition != null) {
                partition.release();
            }
        }
        follow();
    }

    private void follow() {
        sourceLeaders.follow(partitions.values().stream()
                .map(partition -> partition.source().topic())
                .collect(Collectors.toSet()));
        targetLeaders.follow(partitions.values().stream()
                .map(partition -> partition.remote().topic())
                .collect(Collectors.toSet()));
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
    }

    /** Ends the wait of a round; from any thread. */
    void wakeup() {
        network.wakeup();
    }

    /** One round. */
    void step() {
        long now = System.nanoTime();
        sourceLeaders.drive(now);
        targetLeaders.drive(now);
        ids.drive(now);
        boolean blocked = writer.drive(partitions.values(), paused, now);
        if (pool.outstanding() > budget.capacity()) {
            partitions.values().forEach(WirePartition::detach);
        }
        if (!paused && pool.outstanding() <= MOST_PINNED * budget.capacity()) {
            blocked |= reader.drive(partitions.values(), partitions::get, now);
        }
        letGo();
        network.poll(blocked || waits(now) ? WHILE_SOMETHING_WAITS_MS : WHILE_IDLE_MS);
    }

    /** Whether there is something to do that no answer announces: a pause that ends, or room in the budget that others make. */
    private boolean waits(long now) {
        if (!leaving.isEmpty() || sourceLeaders.isWanted() || targetLeaders.isWanted() || ids.isWanted()) {
            return true;
        }
        for (WirePartition partition : partitions.values()) {
            if (partition.waits(now)) {
                return true;
            }
        }
        return false;
    }

    /** Takes failed partitions out of the copying, and tells the owner of those with nothing on its way. */
    private void letGo() {
        int before = leaving.size();
        for (WirePartition partition : partitions.values()) {
            if (partition.failure() != null) {
                leaving.add(partition);
            }
        }
        leaving.subList(before, leaving.size()).forEach(partition -> partitions.remove(partition.source()));
        leaving.removeIf(partition -> {
            LaneFailure failure = partition.failure();
            if (failure == null || !partition.outbox().isQuiet()) {
                return false;
            }
            partition.release();
            owner.partitionFailed(partition.partition(), failure);
            return true;
        });
    }

    /** Waits for what is on its way. What was fetched and not sent is read again by the next owner. */
    void drain(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        long left = atMost.toNanos();
        while (left > 0
                && !partitions.values().stream()
                        .allMatch(partition -> partition.outbox().isQuiet())) {
            network.poll(Math.max(1, Math.min(WHILE_SOMETHING_WAITS_MS, left / 1_000_000)));
            left = end - System.nanoTime();
        }
    }

    @Override
    public void close() {
        // First the network: it writes from the memory that the partitions hold.
        network.close();
        partitions.values().forEach(WirePartition::release);
        leaving.forEach(WirePartition::release);
    }
}
