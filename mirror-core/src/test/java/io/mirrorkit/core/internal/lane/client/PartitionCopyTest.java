package io.mirrorkit.core.internal.lane.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.ledger.Generation;
import io.mirrorkit.core.internal.lane.ByteBudget;
import io.mirrorkit.core.internal.lane.Flight;
import io.mirrorkit.core.internal.lane.LaneFailure;
import io.mirrorkit.core.internal.lane.MirroredPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class PartitionCopyTest {

    private final MirroredPartition partition = new MirroredPartition(
            new TopicPartition("t", 0),
            new TopicPartition("a.t", 0),
            new Generation("a", Uuid.randomUuid(), "b", Uuid.randomUuid(), 0),
            8);
    private final ByteBudget budget = new ByteBudget(64 << 20);
    private MockProducer<byte[], byte[]> producer = producer();

    private static MockProducer<byte[], byte[]> producer() {
        return new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** No thread is the worker: all callbacks come as from the producer's own thread. */
    private PartitionCopy copyFrom(long position) {
        producer = producer();
        partition.begins(new Flight(position, 3, 0));
        return new PartitionCopy(partition, producer, budget, 1_000, new Thread(() -> {}));
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(offset -> new ConsumerRecord<>("t", 0, offset, new byte[1], new byte[10]))
                .toList();
    }

    private static OffsetAndMetadata position(long offset, int epoch) {
        return new OffsetAndMetadata(offset, Optional.of(epoch), "");
    }

    private List<Long> drained() {
        List<Long> sources = new ArrayList<>();
        partition.flight().drainTo((source, target, count) -> LongStream.range(source, source + count)
                .forEach(sources::add));
        return sources;
    }

    @Test
    void everythingIsAcknowledgedAndTheBudgetIsGivenBack() {
        PartitionCopy copy = copyFrom(0);
        copy.offer(records(0, 1_000), position(1_003, 4));
        copy.send();
        assertThat(budget.used()).isPositive();
        assertThat(partition.flight().drainTo((source, target, count) -> {})).isEqualTo(-1);
        while (producer.completeNext()) {}
        assertThat(partition.flight().drainTo((source, target, count) -> assertThat(count)
                        .isEqualTo(1_000)))
                .isEqualTo(1_003);
        copy.balance();
        assertThat(budget.used()).isZero();
    }

    /** A record that is acknowledged while its poll is under way has that poll's epoch in the ledger, not the one before. */
    @Test
    void theEpochIsNeverOlderThanWhatWasAcknowledged() {
        PartitionCopy copy = copyFrom(0);
        copy.offer(records(0, 300), position(300, 4));
        copy.send();
        producer.completeNext();
        assertThat(drained()).containsExactly(0L);
        assertThat(partition.flight().leaderEpoch()).isEqualTo(4);
    }

    @Test
    void nothingBehindAFailureIsTakenIn() {
        PartitionCopy copy = copyFrom(0);
        copy.offer(records(0, 600), position(600, 4));
        copy.send();
        for (int i = 0; i < 400; i++) {
            producer.completeNext();
        }
        producer.errorNext(new InvalidTimestampException("poison"));
        while (producer.completeNext()) {}
        assertThat(drained()).hasSize(400).endsWith(399L);
        assertThat(partition.flight().drainTo((source, target, count) -> {})).isEqualTo(-1);
        assertThat(copy.settled()).isTrue();
        assertThat(((LaneFailure.OnTarget) copy.failureFound()).sourceOffset()).isEqualTo(400);
        copy.release();
        assertThat(budget.used()).isZero();
    }

    @Test
    void whatWasRefusedIsTriedAgainAlone() {
        PartitionCopy first = copyFrom(0);
        first.offer(records(0, 1_000), position(1_000, 4));
        first.send();
        producer.errorNext(new InvalidTimestampException("a batch with a poison record"));
        while (producer.completeNext()) {}
        first.failureFound();
        first.release();

        PartitionCopy again = copyFrom(0);
        again.offer(records(0, 2_000), position(2_000, 4));
        for (int i = 0; i < 37; i++) {
            again.send();
            assertThat(producer.history()).hasSize(i + 1);
            producer.completeNext();
        }
        again.send();
        producer.errorNext(new InvalidTimestampException("the poison record"));
        again.send();
        assertThat(producer.history())
                .as("nothing is sent behind the refused one")
                .hasSize(38);
        assertThat(drained()).hasSize(37);
        assertThat(((LaneFailure.OnTarget) again.failureFound()).sourceOffset()).isEqualTo(37);
    }

    @Test
    void careEndsBehindWhatHadBeenSent() {
        PartitionCopy first = copyFrom(0);
        first.offer(records(0, 1_000), position(1_000, 4));
        first.send();
        producer.errorNext(new InvalidTimestampException("poison"));
        while (producer.completeNext()) {}
        first.failureFound();
        first.release();

        PartitionCopy again = copyFrom(0);
        again.offer(records(0, 3_000), position(3_000, 4));
        int steps = 0;
        while (again.hasBacklog() || !again.settled()) {
            again.send();
            while (producer.completeNext()) {}
            steps++;
        }
        assertThat(steps).isBetween(256, 265);
        again.send();
        assertThat(partition.flight().drainTo((source, target, count) -> {})).isEqualTo(3_000);
    }
}
