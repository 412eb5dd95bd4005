package io.mirrorkit.api.ledger;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;

/**
 * Where a group goes on after a switch, once for all its members: written to the control topic of the cluster that it goes to, before
 * anyone joins there. The offsets are committed for the group by then.
 *
 * <p>Format, version 1: a version byte, the fields in order, and for each partition its fields in order.
 *
 * @param epoch the epoch of the change that the group follows
 * @param uuid the uuid of that change
 * @param by who worked it out
 * @param late the members that did not say in time where they were
 * @param partitions where the group goes on
 */
public record HandOver(long epoch, Uuid uuid, String by, List<String> late, List<HandedPartition> partitions) {

    /**
     * Where the group goes on in one partition.
     *
     * @param from the topic on the cluster that it leaves
     * @param to the topic on the cluster that it goes to
     * @param partition the partition's number, the same in both
     * @param position the next offset to read, or -1 if none is known
     * @param committed what was committed for the group, or -1 if nothing was
     * @param basis in a few words, what the offset rests on, or why there is none
     */
    public record HandedPartition(String from, String to, int partition, long position, long committed, String basis) {}

    /**
     * Copies the lists.
     *
     * @param epoch the epoch of the change
     * @param uuid the uuid of the change
     * @param by who worked it out
     * @param late the members that did not say where they were
     * @param partitions where the group goes on
     */
    public HandOver {
        late = List.copyOf(late);
        partitions = List.copyOf(partitions);
    }

    /**
     * Encodes the value.
     *
     * @return the bytes
     */
    public byte[] encode() {
        Wire.Writer out = new Wire.Writer(96 + 64 * partitions.size())
                .put(1)
                .number(epoch)
                .uuid(uuid)
                .text(by)
                .number(late.size());
        late.forEach(out::text);
        out.number(partitions.size());
        for (HandedPartition one : partitions) {
            out.text(one.from)
                    .text(one.to)
                    .number(one.partition)
                    .signed(one.position)
                    .signed(one.committed)
                    .text(one.basis);
        }
        return out.toBytes();
    }

    /**
     * Decodes a value.
     *
     * @param value a value of the control topic
     * @return the hand-over
     * @throws io.mirrorkit.api.errors.UnknownVersionException if another release wrote it
     * @throws io.mirrorkit.api.errors.MalformedRecordException if it can't be decoded
     */
    public static HandOver decode(byte[] value) {
        Wire.Reader in = new Wire.Reader("a hand-over", value);
        in.version(1);
        long epoch = in.number();
        Uuid uuid = in.uuid();
        String by = in.text();
        int lateCount = in.elements(1);
        List<String> late = new ArrayList<>(lateCount);
        for (int i = 0; i < lateCount; i++) {
            late.add(in.text());
        }
        int count = in.elements(6);
        List<HandedPartition> partitions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            partitions.add(new HandedPartition(in.text(), in.text(), in.count(), in.signed(), in.signed(), in.text()));
        }
        in.end();
        return new HandOver(epoch, uuid, by, late, partitions);
    }
}
