package io.mirrorkit.api.ledger;

import java.nio.ByteBuffer;

/**
 * A sign of life of a flow, in MirrorMaker 2's bytes: key STRING source alias, STRING target alias; value INT16 version 0, INT64
 * milliseconds since the epoch. All lie in partition 0 of {@link InternalTopics#HEARTBEATS}.
 *
 * @param sourceAlias the alias of the flow's source
 * @param targetAlias the alias of the flow's target
 * @param timestampMs when it was sent
 */
public record Heartbeat(String sourceAlias, String targetAlias, long timestampMs) {

    /**
     * The record's key.
     *
     * @return the bytes
     */
    public byte[] key() {
        byte[] source = Mm2Wire.bytes(sourceAlias);
        byte[] target = Mm2Wire.bytes(targetAlias);
        ByteBuffer out = ByteBuffer.allocate(4 + source.length + target.length);
        return Mm2Wire.string(Mm2Wire.string(out, source), target).array();
    }

    /**
     * The record's value.
     *
     * @return the bytes
     */
    public byte[] value() {
        return ByteBuffer.allocate(10).putShort((short) 0).putLong(timestampMs).array();
    }

    /**
     * Decodes a record.
     *
     * @param key the record's key
     * @param value the record's value
     * @return the heartbeat
     * @throws io.mirrorkit.api.errors.UnknownVersionException if the value's version is not 0
     * @throws io.mirrorkit.api.errors.MalformedRecordException if it can't be decoded
     */
    public static Heartbeat decode(byte[] key, byte[] value) {
        return Mm2Wire.read(
                "a heartbeat",
                key,
                k -> Mm2Wire.read("a heartbeat", value, v -> {
                    Mm2Wire.version0("a heartbeat", v);
                    return new Heartbeat(Mm2Wire.string(k), Mm2Wire.string(k), v.getLong());
                }));
    }
}
