package io.mirrorkit.api.ledger;

import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * On which cluster an application's clients work, as the control topic has it. Every change has the next epoch and a uuid of its own; of
 * two states the one with the higher epoch counts, and two of one epoch with different uuids contradict each other.
 *
 * <p>Format, version 1: a version byte, epoch, uuid, a phase byte, then the fields in order; an absent cluster is an empty text, and an absent
 * origin one with an empty cluster and nothing behind it.
 *
 * @param epoch counts the changes, from 1 on
 * @param uuid tells a change from another one with the same epoch
 * @param phase what the clients have to do
 * @param active the alias of the cluster that they work on
 * @param next the alias of the cluster that they are about to go to; present while a planned switch is under way
 * @param origin where the application's groups came from last; absent until the first switch
 * @param changedMs when the change was made, in milliseconds since the epoch, by the clock of who made it
 * @param who who made it
 * @param why why
 */
public record ControlState(
        long epoch,
        Uuid uuid,
        Phase phase,
        String active,
        Optional<String> next,
        Optional<Origin> origin,
        long changedMs,
        String who,
        String why) {

    /** What an application's clients have to do. */
    public enum Phase implements Wire.Coded {
        /** Work on the active cluster. */
        STEADY(0),
        /** Producers finish what they have, and stop; consumers go on. */
        FENCING(1),
        /** Consumers hand over where they are, and stop; producers stay stopped. */
        SETTLING(2);

        private final int code;

        Phase(int code) {
            this.code = code;
        }

        /**
         * The byte that stands for it.
         *
         * @return the code
         */
        @Override
        public int code() {
            return code;
        }
    }

    /**
     * The change that last made all consumers stop and go on elsewhere, or in the same place again.
     *
     * @param cluster the alias of the cluster that they came from
     * @param epoch the epoch of the change
     * @param uuid the uuid of the change
     */
    public record Origin(String cluster, long epoch, Uuid uuid) {}

    /**
     * Checks the epoch, and that there is a next cluster while a switch is under way and only then.
     *
     * @param epoch counts the changes
     * @param uuid tells a change from another one
     * @param phase what the clients have to do
     * @param active the active cluster
     * @param next the cluster that is about to become active
     * @param origin where the groups came from last
     * @param changedMs when the change was made
     * @param who who made it
     * @param why why
     * @throws IllegalArgumentException if they contradict each other
     */
    public ControlState {
        if (epoch < 1) {
            throw new IllegalArgumentException("epoch " + epoch + " is not 1 or more");
        }
        if ((phase == Phase.STEADY) == next.isPresent()) {
            throw new IllegalArgumentException("phase " + phase + " with next cluster " + next);
        }
    }

    /**
     * Whether another state contradicts this one: it has the same epoch and is another change.
     *
     * @param other a state of the same application
     * @return true if neither counts
     */
    public boolean contradicts(ControlState other) {
        return epoch == other.epoch && !uuid.equals(other.uuid);
    }

    /**
     * The cluster where the next change is decided by compare-and-set: the one that is about to become active, or else the active one.
     *
     * @return an alias
     */
    public String decidedOn() {
        return next.orElse(active);
    }

    /**
     * Encodes the value.
     *
     * @return the bytes
     */
    public byte[] encode() {
        Wire.Writer out = new Wire.Writer(128)
                .put(1)
                .number(epoch)
                .uuid(uuid)
                .put(phase.code())
                .text(active)
                .text(next.orElse(""))
                .text(origin.map(Origin::cluster).orElse(""));
        origin.ifPresent(from -> out.number(from.epoch).uuid(from.uuid));
        return out.number(changedMs).text(who).text(why).toBytes();
    }

    /**
     * Decodes a value.
     *
     * @param value a value of the control topic
     * @return the state
     * @throws io.mirrorkit.api.errors.UnknownVersionException if another release wrote it
     * @throws io.mirrorkit.api.errors.MalformedRecordException if it can't be decoded
     */
    public static ControlState decode(byte[] value) {
        Wire.Reader in = new Wire.Reader("an application's state", value);
        in.version(1);
        long epoch = in.number();
        Uuid uuid = in.uuid();
        Phase phase = in.oneOf(Phase.values());
        String active = in.text();
        Optional<String> next = in.optionalText();
        Optional<Origin> origin = in.optionalText().map(from -> new Origin(from, in.number(), in.uuid()));
        long changedMs = in.number();
        String who = in.text();
        String why = in.text();
        in.end();
        try {
            return new ControlState(epoch, uuid, phase, active, next, origin, changedMs, who, why);
        } catch (IllegalArgumentException e) {
            throw in.malformed(String.valueOf(e.getMessage()), e);
        }
    }
}
