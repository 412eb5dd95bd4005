package io.mirrorkit.api.ledger;

/**
 * When the engine last asked the source for the offsets of all groups: how old a {@link GroupStatus} is, which is written only
 * when it changes.
 *
 * @param observedMs milliseconds since the epoch, by the engine's clock
 * @param instanceId the engine instance
 */
public record GroupsObserved(long observedMs, String instanceId) {

    /**
     * Encodes the value.
     *
     * @return the bytes
     */
    public byte[] encode() {
        return new Wire.Writer(64).put(1).number(observedMs).text(instanceId).toBytes();
    }

    /**
     * Decodes a value.
     *
     * @param value a value of the status topic
     * @return the observation
     * @throws io.mirrorkit.api.errors.UnknownVersionException if another release wrote it
     * @throws io.mirrorkit.api.errors.MalformedRecordException if it can't be decoded
     */
    public static GroupsObserved decode(byte[] value) {
        Wire.Reader in = new Wire.Reader("an observation", value);
        in.version(1);
        GroupsObserved observed = new GroupsObserved(in.number(), in.text());
        in.end();
        return observed;
    }
}
