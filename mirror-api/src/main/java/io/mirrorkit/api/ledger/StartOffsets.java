package io.mirrorkit.api.ledger;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;

/**
 * Where a flow that starts at {@code latest} begins in a topic that existed when the flow was created.
 *
 * @param topicId the source topic's id
 * @param offsets the end offset of each partition, in order
 */
public record StartOffsets(Uuid topicId, List<Long> offsets) {

    /**
     * Copies the list.
     *
     * @param topicId the source topic's id
     * @param offsets the end offset of each partition
     */
    public StartOffsets {
        offsets = List.copyOf(offsets);
    }

    /**
     * Encodes the value.
     *
     * @return the bytes
     */
    public byte[] encode() {
        Wire.Writer out = new Wire.Writer(64).put(1).uuid(topicId).number(offsets.size());
        offsets.forEach(out::number);
        return out.toBytes();
    }

    /**
     * Decodes a value.
     *
     * @param value a value of the ledger topic
     * @return the offsets
     * @throws io.mirrorkit.api.errors.UnknownVersionException if another release wrote it
     * @throws io.mirrorkit.api.errors.MalformedRecordException if it can't be decoded
     */
    public static StartOffsets decode(byte[] value) {
        Wire.Reader in = new Wire.Reader("start offsets", value);
        in.version(1);
        Uuid id = in.uuid();
        int count = in.elements(1);
        List<Long> offsets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            offsets.add(in.number());
        }
        in.end();
        return new StartOffsets(id, offsets);
    }
}
