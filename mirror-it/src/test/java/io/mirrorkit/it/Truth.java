package io.mirrorkit.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mirrorkit.testing.Records;
import io.mirrorkit.testing.TestCluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Where the records of a source partition lie on the target, found by reading both sides: records are known by the first lines of their values. */
final class Truth {

    private final List<Copy> copies = new ArrayList<>();
    private final Map<String, Long> sourceOffsets;

    /** A record on the target. */
    record Copy(long sourceOffset, long targetOffset) {}

    private Truth(Map<String, Long> sourceOffsets) {
        this.sourceOffsets = sourceOffsets;
    }

    /** The offsets of a source partition's committed records by their ids. */
    static Map<String, Long> offsets(TestCluster source, TopicPartition partition) {
        Map<String, Long> offsets = new HashMap<>();
        Records.readAll(source, partition, IsolationLevel.READ_COMMITTED)
                .forEach(record -> offsets.put(id(record), record.offset()));
        return offsets;
    }

    /** Compares what was once read of the source with what the target holds now. */
    static Truth of(Map<String, Long> sourceOffsets, TestCluster target, TopicPartition remote) {
        Truth truth = new Truth(sourceOffsets);
        Records.readAll(target, remote, IsolationLevel.READ_COMMITTED)
                .forEach(record -> truth.copies.add(new Copy(sourceOffsets.get(id(record)), record.offset())));
        return truth;
    }

    /** What tells a record from all others. */
    static String id(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), UTF_8).lines().findFirst().orElseThrow();
    }

    /** All records on the target, in the target's order. */
    List<Copy> copies() {
        return copies;
    }

    /** The place of the first record at or behind a source offset; behind the last record if there is none. */
    long place(long sourceOffset) {
        return copies.stream()
                .filter(copy -> copy.sourceOffset() >= sourceOffset)
                .mapToLong(Copy::targetOffset)
                .min()
                .orElseGet(() ->
                        copies.isEmpty() ? 0 : copies.get(copies.size() - 1).targetOffset() + 1);
    }

    /** How many records a group that had read all before a source offset reads again if it goes on at a target offset. */
    long again(long sourceOffset, long targetOffset) {
        return copies.stream()
                .filter(copy -> copy.sourceOffset() < sourceOffset && copy.targetOffset() >= targetOffset)
                .count();
    }

    /** How many records a group that had read all before a source offset never reads if it goes on at a target offset. */
    long passed(long sourceOffset, long targetOffset) {
        return copies.stream()
                .filter(copy -> copy.sourceOffset() >= sourceOffset && copy.targetOffset() < targetOffset)
                .count();
    }

    /** How many records of the source are not on the target. */
    long missing() {
        return sourceOffsets.size()
                - copies.stream().map(Copy::sourceOffset).distinct().count();
    }
}
