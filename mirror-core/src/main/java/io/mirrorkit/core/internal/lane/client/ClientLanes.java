package io.mirrorkit.core.internal.lane.client;

import io.mirrorkit.core.internal.lane.ByteBudget;
import io.mirrorkit.core.internal.lane.Lane;
import io.mirrorkit.core.internal.lane.LaneCounters;
import io.mirrorkit.core.internal.lane.MirroredPartition;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * Several client lanes that share a flow's partitions. A worker spends most of its time taking batches apart and compressing records anew, so
 * two of them are nearly twice as fast where there are processors for them. A partition is always with the same one.
 */
public final class ClientLanes implements Lane {

    /** How many a flow has. */
    public static final int WORKERS = 2;

    private final List<ClientLane> lanes;

    /** Lanes that do not run yet. */
    public ClientLanes(
            String threadName, ClientLane.Clients clients, ByteBudget budget, LaneCounters counters, Owner owner) {
        this.lanes = IntStream.range(0, WORKERS)
                .mapToObj(number -> new ClientLane(threadName + "-" + number, number, clients, budget, counters, owner))
                .toList();
    }

    private ClientLane laneOf(TopicPartition source) {
        return lanes.get(Math.floorMod(source.hashCode(), WORKERS));
    }

    @Override
    public void start() {
        lanes.forEach(ClientLane::start);
    }

    @Override
    public void add(Collection<MirroredPartition> partitions) {
        for (ClientLane lane : lanes) {
            share(
                    partitions.stream()
                            .filter(partition -> laneOf(partition.source()).equals(lane))
                            .toList(),
                    lane::add);
        }
    }

    @Override
    public void remove(Collection<TopicPartition> sources) {
        for (ClientLane lane : lanes) {
            share(sources.stream().filter(source -> laneOf(source).equals(lane)).toList(), lane::remove);
        }
    }

    private static <T> void share(List<T> some, Consumer<List<T>> lane) {
        if (!some.isEmpty()) {
            lane.accept(some);
        }
    }

    @Override
    public void pause() {
        lanes.forEach(ClientLane::pause);
    }

    @Override
    public void resume() {
        lanes.forEach(ClientLane::resume);
    }

    @Override
    public void close(Duration deadline) {
        // All are told before any is waited for.
        lanes.forEach(lane -> lane.beginToClose(deadline));
        lanes.forEach(lane -> lane.close(deadline));
    }
}
