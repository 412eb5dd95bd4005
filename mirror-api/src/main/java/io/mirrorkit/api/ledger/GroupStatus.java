package io.mirrorkit.api.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * What an engine last saw of a group on the source. Written when it changes; {@link GroupsObserved} says until when it held.
 *
 * @param changedMs when this was first seen, in milliseconds since the epoch
 * @param note why group sync leaves the group alone, such as "active on the target"; empty if it does not
 * @param positions the group's offsets
 */
public record GroupStatus(long changedMs, String note, List<GroupPosition> positions) {

    /**
     * Copies the list.
     *
     * @param changedMs when this was first seen
     * @param note why group sync leaves the group alone
     * @param positions the group's offsets
     */
    public GroupStatus {
        positions = List.copyOf(positions);
    }

    /**
     * A group's offset in one source partition.
     *
     * @param topic the source topic
     * @param partition the source partition
     * @param sourceOffset the committed offset on the source
     * @param perSecond how many offsets a second the group moved on lately
     * @param synced the offset that group sync wrote on the target last, or -1
     * @param problem why the offset can't be translated; empty if it can
     */
    public record GroupPosition(
            String topic, int partition, long sourceOffset, long perSecond, long synced, String problem) {}

    /**
     * Encodes the value.
     *
     * @return the bytes
     */
    public byte[] encode() {
        Wire.Writer out = new Wire.Writer(64 + 48 * positions.size())
                .put(1)
                .number(changedMs)
                .text(note)
                .number(positions.size());
        for (GroupPosition position : positions) {
            out.text(position.topic)
                    .number(position.partition)
                    .signed(position.sourceOffset)
                    .number(position.perSecond)
                    .signed(position.synced)
                    .text(position.problem);
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
    public static GroupStatus decode(byte[] value) {
        Wire.Reader in = new Wire.Reader("a group's status", value);
        in.version(1);
        long changedMs = in.number();
        String note = in.text();
        int count = in.elements(6);
        List<GroupPosition> positions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            positions.add(new GroupPosition(in.text(), in.count(), in.signed(), in.number(), in.signed(), in.text()));
        }
        in.end();
        return new GroupStatus(changedMs, note, positions);
    }
}
