package io.mirrorkit.api.ledger;

import java.nio.ByteBuffer;

/**
 * A group's source offset with its translation, in MirrorMaker 2's bytes: key STRING group, STRING remote topic, INT32 partition;
 * value INT16 version 0, INT64 upstream offset, INT64 downstream offset, STRING metadata. All lie in partition 0 of
 * {@link InternalTopics#checkpoints}, and none is ever a tombstone: one null value breaks MirrorMaker 2's client for all groups.
 *
 * @param group the group's id
 * @param remoteTopic the topic's name on the target
 * @param partition the partition
 * @param sourceOffset the group's committed offset on the source
 * @param targetOffset its translation
 * @param metadata the metadata that the group committed, "" for none
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-382%3A+MirrorMaker+2.0">KIP-382</a>
 */
public record Checkpoint(
        String group, String remoteTopic, int partition, long sourceOffset, long targetOffset, String metadata) {

    /**
     * The record's key.
     *
     * @return the bytes
     */
    public byte[] key() {
        byte[] groupBytes = Mm2Wire.bytes(group);
        byte[] topicBytes = Mm2Wire.bytes(remoteTopic);
        ByteBuffer out = ByteBuffer.allocate(8 + groupBytes.length + topicBytes.length);
        Mm2Wire.string(out, groupBytes);
        Mm2Wire.string(out, topicBytes);
        return out.putInt(partition).array();
    }

    /**
     * The record's value.
     *
     * @return the bytes
     */
    public byte[] value() {
        byte[] metadataBytes = Mm2Wire.bytes(metadata);
        ByteBuffer out = ByteBuffer.allocate(20 + metadataBytes.length)
                .putShort((short) 0)
                .putLong(sourceOffset)
                .putLong(targetOffset);
        return Mm2Wire.string(out, metadataBytes).array();
    }

    /**
     * Decodes a record.
     *
     * @param key the record's key
     * @param value the record's value
     * @return the checkpoint
     * @throws io.mirrorkit.api.errors.UnknownVersionException if the value's version is not 0
     * @throws io.mirrorkit.api.errors.MalformedRecordException if it can't be decoded
     */
    public static Checkpoint decode(byte[] key, byte[] value) {
        return Mm2Wire.read(
                "a checkpoint",
                key,
                k -> Mm2Wire.read("a checkpoint", value, v -> {
                    Mm2Wire.version0("a checkpoint", v);
                    long sourceOffset = v.getLong();
                    long targetOffset = v.getLong();
                    return new Checkpoint(
                            Mm2Wire.string(k),
                            Mm2Wire.string(k),
                            k.getInt(),
                            sourceOffset,
                            targetOffset,
                            Mm2Wire.string(v));
                }));
    }
}
