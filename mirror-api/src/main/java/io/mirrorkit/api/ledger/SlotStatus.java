package io.mirrorkit.api.ledger;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;

/**
 * What an engine last saw of the source partitions of one slot. Written every interval even when nothing moves, so that its age
 * tells how old the evidence is.
 *
 * @param instanceId the engine instance
 * @param observedMs milliseconds since the epoch, by the engine's clock
 * @param partitions the partitions of the slot
 */
public record SlotStatus(String instanceId, long observedMs, List<PartitionStatus> partitions) {

    /**
     * Copies the list.
     *
     * @param instanceId the engine instance
     * @param observedMs milliseconds since the epoch
     * @param partitions the partitions of the slot
     */
    public SlotStatus {
        partitions = List.copyOf(partitions);
    }

    /**
     * One source partition. Offsets are -1 where they are not known yet.
     *
     * @param topic the source topic
     * @param partition the source partition
     * @param remoteTopic the remote topic
     * @param sourceTopicId the source topic's id
     * @param targetTopicId the remote topic's id
     * @param sourceStart the source's log start offset
     * @param sourceStable the source's last stable offset: what a consumer with {@code read_committed} can read up to
     * @param sourceEnd the source's high watermark
     * @param position the next source offset to copy; all below are acknowledged by the target
     * @param copied records acknowledged by the target since the engine started
     * @param doubled records that a crash left on the target twice, in the part of it that the ledger remembers
     * @param state one of {@link PartitionState}
     * @param reason why the partition does not move; empty where it does
     */
    public record PartitionStatus(
            String topic,
            int partition,
            String remoteTopic,
            Uuid sourceTopicId,
            Uuid targetTopicId,
            long sourceStart,
            long sourceStable,
            long sourceEnd,
            long position,
            long copied,
            long doubled,
            PartitionState state,
            String reason) {

        /**
         * How many offsets lie between the position and the end of what can be read.
         *
         * @return the number, 0 or more; transaction markers count as offsets
         */
        public long lag() {
            return position < 0 || sourceStable < 0 ? 0 : Math.max(0, sourceStable - position);
        }

        /**
         * How many offsets lie between the position and the end of the log, open transactions included.
         *
         * @return the number, 0 or more
         */
        public long lagToEnd() {
            return position < 0 || sourceEnd < 0 ? 0 : Math.max(0, sourceEnd - position);
        }
    }

    /**
     * Encodes the value.
     *
     * @return the bytes
     */
    public byte[] encode() {
        Wire.Writer out = new Wire.Writer(64 + 96 * partitions.size())
                .put(1)
                .text(instanceId)
                .number(observedMs)
                .number(partitions.size());
        for (PartitionStatus partition : partitions) {
            out.text(partition.topic)
                    .number(partition.partition)
                    .text(partition.remoteTopic)
                    .uuid(partition.sourceTopicId)
                    .uuid(partition.targetTopicId)
                    .signed(partition.sourceStart)
                    .signed(partition.sourceStable)
                    .signed(partition.sourceEnd)
                    .signed(partition.position)
                    .number(partition.copied)
                    .number(partition.doubled)
                    .put(partition.state.code())
                    .text(partition.reason);
        }
        return out.toBytes();
    }

    /**
     * Decodes a value.
     *
     * @param value a value of the status topic
     * @return the status
     * @throws io.mirrorkit.api.errors.UnknownVersionException if another release wrote it
     * @throws io.mirrorkit.api.errors.MalformedRecordException if it can't be decoded
     */
    public static SlotStatus decode(byte[] value) {
        Wire.Reader in = new Wire.Reader("a slot's status", value);
        in.version(1);
        String instanceId = in.text();
        long observedMs = in.number();
        int count = in.elements(43);
        List<PartitionStatus> partitions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            partitions.add(new PartitionStatus(
                    in.text(),
                    in.count(),
                    in.text(),
                    in.uuid(),
                    in.uuid(),
                    in.signed(),
                    in.signed(),
                    in.signed(),
                    in.signed(),
                    in.number(),
                    in.number(),
                    PartitionState.ofCode(in.get()),
                    in.text()));
        }
        in.end();
        return new SlotStatus(instanceId, observedMs, partitions);
    }
}
