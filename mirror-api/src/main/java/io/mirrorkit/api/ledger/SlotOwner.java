package io.mirrorkit.api.ledger;

/**
 * Who took a slot last. Written with the slot's transactional id when a slot is taken over, so that an owner whose writes are
 * refused can tell whether somebody else took the slot.
 *
 * @param instanceId a random id of the engine instance
 * @param sinceMs when it took the slot, in milliseconds since the epoch by its own clock
 */
public record SlotOwner(String instanceId, long sinceMs) {

    /**
     * Encodes the value.
     *
     * @return the bytes
     */
    public byte[] encode() {
        return new Wire.Writer(64).put(1).text(instanceId).number(sinceMs).toBytes();
    }

    /**
     * Decodes a value.
     *
     * @param value a value of the ledger topic
     * @return the owner
     * @throws io.mirrorkit.api.errors.UnknownVersionException if another release wrote it
     * @throws io.mirrorkit.api.errors.MalformedRecordException if it can't be decoded
     */
    public static SlotOwner decode(byte[] value) {
        Wire.Reader in = new Wire.Reader("a slot owner", value);
        in.version(1);
        SlotOwner owner = new SlotOwner(in.text(), in.number());
        in.end();
        return owner;
    }
}
