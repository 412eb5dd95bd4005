package io.mirrorkit.core.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class FlightTest {

    @Test
    void thePositionIsSafeOnlyWhenAllIsAcknowledged() {
        Flight flight = new Flight(10, 4, 100);
        assertThat(flight.drainTo((source, target, count) -> {})).isEqualTo(10);
        flight.reading(5);
        flight.sending(2);
        flight.positionAt(20);
        flight.acknowledged(10, 100);
        assertThat(flight.drainTo((source, target, count) -> {})).isEqualTo(-1);
        assertThat(flight.inFlight()).isEqualTo(1);
        flight.acknowledged(11, 101);
        assertThat(flight.drainTo((source, target, count) -> {})).isEqualTo(20);
    }

    @Test
    void targetOffsetsThatOthersWroteAreGaps() {
        Flight flight = new Flight(0, -1, 100);
        flight.acknowledged(0, 100);
        flight.acknowledged(1, 105);
        assertThat(flight.takeGaps()).containsExactly(new Flight.TargetGap(101, 105));
        assertThat(flight.takeGaps()).isEmpty();
        assertThat(flight.fallsBack(105)).isTrue();
        assertThat(flight.fallsBack(106)).isFalse();
    }

    /** A worker, an acknowledging and a draining thread: no position is ever safe before everything below it was drained. */
    @Test
    void aSafePositionNeverPassesWhatWasDrained() throws InterruptedException {
        int polls = 100_000;
        Flight flight = new Flight(0, -1, 0);
        BlockingQueue<Long> wire = new LinkedBlockingQueue<>(64);
        Thread worker = new Thread(() -> {
            for (long poll = 0; poll < polls; poll++) {
                // Every third poll holds nothing to copy, but moves the position.
                if (poll % 3 != 0) {
                    flight.reading((int) poll);
                    flight.sending(1);
                    put(wire, poll);
                }
                flight.positionAt(poll + 1);
            }
            put(wire, -1L);
        });
        Thread acknowledger = new Thread(() -> {
            long target = 0;
            for (long offset = take(wire); offset >= 0; offset = take(wire)) {
                flight.acknowledged(offset, target++);
            }
        });
        worker.start();
        acknowledger.start();
        long[] drained = {-1};
        long safe = 0;
        while (safe < polls) {
            long now = flight.drainTo((source, target, count) -> drained[0] = source + count - 1);
            int epoch = flight.leaderEpoch();
            assertThat(epoch).as("epoch of what was drained").isGreaterThanOrEqualTo((int) drained[0]);
            if (now >= 0) {
                long lastToCopy = now % 3 == 1 ? now - 2 : now - 1;
                assertThat(drained[0]).as("drained at safe position %s", now).isGreaterThanOrEqualTo(lastToCopy);
                safe = now;
            }
        }
        worker.join();
        acknowledger.join();
    }

    private static void put(BlockingQueue<Long> queue, long value) {
        try {
            queue.put(value);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long take(BlockingQueue<Long> queue) {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
