package io.mirrorkit.failover.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads partitions up to what was committed when it began: from their first offset to the last stable one. What lies there of aborted
 * transactions is left out. Thread-safe: every call has its own consumer.
 */
public final class TopicReader {

    private static final Duration LONGEST_POLL = Duration.ofMillis(200);

    private final Supplier<Consumer<byte[], byte[]>> consumers;

    /** Takes a factory of read_committed consumers without a group. */
    public TopicReader(Supplier<Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
    }

    /**
     * Reads a topic's partitions, in the caller's thread.
     *
     * @param sink takes the records, those of one partition in order
     * @return the partitions whose end was not reached before the deadline; some of their records may have been given to the sink
     * @throws io.mirrorkit.api.errors.MirrorException if the cluster refuses
     */
    public Set<Integer> read(
            String topic,
            Collection<Integer> partitions,
            Deadline deadline,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        Set<TopicPartition> open = partitions.stream()
                .map(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toCollection(HashSet::new));
        try (Reading reading = new Reading(consumers.get(), deadline)) {
            reading.run(open, sink);
        } catch (TimeoutException e) {
            // What is still open says so.
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw KafkaErrors.mirrorException(e, "a reading of topic " + topic);
        }
        return open.stream().map(TopicPartition::partition).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Reads one partition from an offset up to another, in the caller's thread.
     *
     * @return whether the end was reached: it is committed, the cluster let us read, and the deadline had not passed
     */
    boolean readRange(
            TopicPartition partition,
            long from,
            long to,
            Deadline deadline,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        try (Reading reading = new Reading(consumers.get(), deadline)) {
            return reading.range(partition, from, to, sink);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            return false;
        }
    }

    /** One reading with its consumer. */
    private record Reading(Consumer<byte[], byte[]> consumer, Deadline deadline) implements AutoCloseable {

        void run(Set<TopicPartition> open, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> sink) {
            consumer.assign(Set.copyOf(open));
            Map<TopicPartition, Long> ends = consumer.endOffsets(open, deadline.remaining());
            consumer.seekToBeginning(open);
            toTheEnd(open, ends, sink);
        }

        boolean range(
                TopicPartition partition,
                long from,
                long to,
                java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> sink) {
            Set<TopicPartition> open = new HashSet<>(Set.of(partition));
            consumer.assign(Set.copyOf(open));
            if (end(consumer.endOffsets(open, deadline.remaining()), partition) < to) {
                return false;
            }
            consumer.seek(partition, from);
            toTheEnd(open, Map.of(partition, to), sink);
            return open.isEmpty();
        }

        /** What lies behind an end is left out: it may be one half of a transaction. */
        private void toTheEnd(
                Set<TopicPartition> open,
                Map<TopicPartition, Long> ends,
                java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> sink) {
            finish(open, ends);
            while (!open.isEmpty() && !deadline.passed()) {
                for (ConsumerRecord<byte[], byte[]> record : poll()) {
                    if (record.offset() < end(ends, new TopicPartition(record.topic(), record.partition()))) {
                        sink.accept(record);
                    }
                }
                finish(open, ends);
            }
        }

        private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
            return ends.getOrDefault(partition, 0L);
        }

        private ConsumerRecords<byte[], byte[]> poll() {
            Duration left = deadline.remaining();
            return consumer.poll(left.compareTo(LONGEST_POLL) < 0 ? left : LONGEST_POLL);
        }

        /** The position decides, not the last record: markers and aborted records at the end are no records. */
        private void finish(Set<TopicPartition> open, Map<TopicPartition, Long> ends) {
            for (TopicPartition partition : List.copyOf(open)) {
                if (consumer.position(partition, deadline.remaining()) >= end(ends, partition)) {
                    open.remove(partition);
                    consumer.pause(List.of(partition));
                }
            }
        }

        @Override
        public void close() {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }
}
