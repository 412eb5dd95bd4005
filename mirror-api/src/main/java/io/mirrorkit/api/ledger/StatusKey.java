package io.mirrorkit.api.ledger;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A key of the status topic. Format, version 1: a version byte, a kind byte (0 slot, 1 group, 2 groups observed), then the field.
 */
public sealed interface StatusKey {

    /**
     * The key of a {@link SlotStatus}.
     *
     * @param slot the slot's number
     */
    record Slot(int slot) implements StatusKey {}

    /**
     * The key of a {@link GroupStatus}.
     *
     * @param group the group's id
     */
    record Group(String group) implements StatusKey {}

    /** The key of {@link GroupsObserved}. */
    record Observed() implements StatusKey {}

    /**
     * Encodes the key.
     *
     * @return the bytes
     */
    default byte[] encode() {
        Wire.Writer out = new Wire.Writer(64).put(1);
        if (this instanceof Slot key) {
            out.put(0).number(key.slot());
        } else if (this instanceof Group key) {
            out.put(1).text(key.group());
        } else {
            out.put(2);
        }
        return out.toBytes();
    }

    /**
     * Decodes a key.
     *
     * @param bytes a key of the status topic
     * @return the key
     * @throws io.mirrorkit.api.errors.UnknownVersionException if another release wrote it
     * @throws io.mirrorkit.api.errors.MalformedRecordException if it can't be decoded
     */
    static StatusKey decode(byte[] bytes) {
        Wire.Reader in = new Wire.Reader("a status key", bytes);
        in.version(1);
        int kind = in.get();
        StatusKey key =
                switch (kind) {
                    case 0 -> new Slot(in.count());
                    case 1 -> new Group(in.text());
                    case 2 -> new Observed();
                    default -> throw in.malformed("it has the unknown kind " + kind);
                };
        in.end();
        return key;
    }

    /**
     * One answer per case; a case added later breaks the caller at compile time.
     *
     * @param slot the answer for {@link Slot}
     * @param group the answer for {@link Group}
     * @param observed the answer for {@link Observed}
     * @param <T> the type of the answer
     * @return the answer
     */
    default <T> T fold(Function<Slot, T> slot, Function<Group, T> group, Supplier<T> observed) {
        if (this instanceof Slot key) {
            return slot.apply(key);
        }
        if (this instanceof Group key) {
            return group.apply(key);
        }
        return observed.get();
    }
}
