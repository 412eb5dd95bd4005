package io.mirrorkit.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.ledger.Checkpoint;
import io.mirrorkit.api.ledger.Heartbeat;
import java.lang.reflect.Method;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Checkpoints and heartbeats against MirrorMaker 2's own classes, both ways. */
class Mm2BytesTest {

    /** Names in several alphabets, the empty one included: groups may be called anything. */
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of("a", "Z", "7", ".", "-", "_", " ", "ü", "ß", "€", "漢", "字", "😀")
                .list()
                .ofMaxSize(20)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<Checkpoint> checkpoints() {
        Arbitrary<Integer> partitions = Arbitraries.integers().between(0, Integer.MAX_VALUE);
        Arbitrary<Long> offsets = Arbitraries.longs();
        return Combinators.combine(names(), names(), partitions, offsets, offsets, names())
                .as(Checkpoint::new);
    }

    @Provide
    Arbitrary<Heartbeat> heartbeats() {
        return Combinators.combine(names(), names(), Arbitraries.longs()).as(Heartbeat::new);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void shouldWriteACheckpointAsMirrorMakerDoes(@ForAll("checkpoints") Checkpoint checkpoint) {
        // Given
        org.apache.kafka.connect.mirror.Checkpoint theirs = theirs(checkpoint);

        // When
        byte[] key = checkpoint.key();
        byte[] value = checkpoint.value();

        // Then
        assertThat(key).isEqualTo(bytes(theirs, "recordKey"));
        assertThat(value).isEqualTo(bytes(theirs, "recordValue"));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void shouldReadACheckpointThatMirrorMakerWrote(@ForAll("checkpoints") Checkpoint checkpoint) {
        // Given
        org.apache.kafka.connect.mirror.Checkpoint theirs = theirs(checkpoint);

        // When
        Checkpoint read = Checkpoint.decode(bytes(theirs, "recordKey"), bytes(theirs, "recordValue"));

        // Then
        assertThat(read).isEqualTo(checkpoint);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void shouldWriteACheckpointThatMirrorMakerReads(@ForAll("checkpoints") Checkpoint checkpoint) {
        // When
        org.apache.kafka.connect.mirror.Checkpoint read = org.apache.kafka.connect.mirror.Checkpoint.deserializeRecord(
                record(checkpoint.key(), checkpoint.value()));

        // Then
        assertThat(read.consumerGroupId()).isEqualTo(checkpoint.group());
        assertThat(read.topicPartition())
                .isEqualTo(new TopicPartition(checkpoint.remoteTopic(), checkpoint.partition()));
        assertThat(read.upstreamOffset()).isEqualTo(checkpoint.sourceOffset());
        assertThat(read.downstreamOffset()).isEqualTo(checkpoint.targetOffset());
        assertThat(read.metadata()).isEqualTo(checkpoint.metadata());
    }

    @Property
    void shouldWriteAHeartbeatAsMirrorMakerDoes(@ForAll("heartbeats") Heartbeat heartbeat) {
        // Given
        org.apache.kafka.connect.mirror.Heartbeat theirs = theirs(heartbeat);

        // When
        byte[] key = heartbeat.key();
        byte[] value = heartbeat.value();

        // Then
        assertThat(key).isEqualTo(bytes(theirs, "recordKey"));
        assertThat(value).isEqualTo(bytes(theirs, "recordValue"));
    }

    @Property
    void shouldReadAHeartbeatThatMirrorMakerWrote(@ForAll("heartbeats") Heartbeat heartbeat) {
        // Given
        org.apache.kafka.connect.mirror.Heartbeat theirs = theirs(heartbeat);

        // When
        Heartbeat read = Heartbeat.decode(bytes(theirs, "recordKey"), bytes(theirs, "recordValue"));

        // Then
        assertThat(read).isEqualTo(heartbeat);
    }

    @Property
    void shouldWriteAHeartbeatThatMirrorMakerReads(@ForAll("heartbeats") Heartbeat heartbeat) {
        // When
        org.apache.kafka.connect.mirror.Heartbeat read =
                org.apache.kafka.connect.mirror.Heartbeat.deserializeRecord(record(heartbeat.key(), heartbeat.value()));

        // Then
        assertThat(read.sourceClusterAlias()).isEqualTo(heartbeat.sourceAlias());
        assertThat(read.targetClusterAlias()).isEqualTo(heartbeat.targetAlias());
        assertThat(read.timestamp()).isEqualTo(heartbeat.timestampMs());
    }

    private static org.apache.kafka.connect.mirror.Checkpoint theirs(Checkpoint checkpoint) {
        return new org.apache.kafka.connect.mirror.Checkpoint(
                checkpoint.group(),
                new TopicPartition(checkpoint.remoteTopic(), checkpoint.partition()),
                checkpoint.sourceOffset(),
                checkpoint.targetOffset(),
                checkpoint.metadata());
    }

    private static org.apache.kafka.connect.mirror.Heartbeat theirs(Heartbeat heartbeat) {
        return new org.apache.kafka.connect.mirror.Heartbeat(
                heartbeat.sourceAlias(), heartbeat.targetAlias(), heartbeat.timestampMs());
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] key, byte[] value) {
        return new ConsumerRecord<>("internal", 0, 0, key, value);
    }

    /** MirrorMaker's connectors call these; they are not public. */
    private static byte[] bytes(Object theirs, String method) {
        try {
            Method serialize = theirs.getClass().getDeclaredMethod(method);
            serialize.setAccessible(true);
            return (byte[]) serialize.invoke(theirs);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(theirs.getClass() + " has no " + method + "() any more", e);
        }
    }
}
