package io.mirrorkit.api.ledger;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;

/**
 * What one of an application's clients says of itself in the control topic: that it is there, which change it has followed, and where it
 * is. Written again every few seconds; a tombstone takes it back when the client is closed.
 *
 * <p>Format, version 1: a version byte, the fields in order, and for each offset its topic, partition, position, commit and metadata.
 *
 * @param instance the application's instance that the client belongs to
 * @param kind what it is
 * @param group the group's id; empty for a producer and for a consumer without a group
 * @param epoch the epoch of the change that it has followed
 * @param uuid the uuid of that change
 * @param activity what it does under that change
 * @param cluster the alias of the cluster that the offsets speak of
 * @param since the epoch of the switch after which it worked there; 0 if there had been none, -1 if it has worked nowhere yet
 * @param generation the group's generation that a consumer belonged to when it handed over, or -1
 * @param offsets where a consumer was that has handed over, or where a producer wrote last
 */
public record MemberStatus(
        String instance,
        Kind kind,
        String group,
        long epoch,
        Uuid uuid,
        Activity activity,
        String cluster,
        long since,
        int generation,
        List<MemberOffset> offsets) {

    /** What a client is. */
    public enum Kind implements Wire.Coded {
        /** A consumer. */
        CONSUMER(0),
        /** A producer. */
        PRODUCER(1);

        private final int code;

        Kind(int code) {
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

    /** What a client does. */
    public enum Activity implements Wire.Coded {
        /** It works, or is about to, on the active cluster. */
        WORKING(0),
        /** A producer that has nothing left to send and sends no more. */
        FENCED(1),
        /** A consumer that has handed over where it is and reads no more. */
        HANDED_OVER(2);

        private final int code;

        Activity(int code) {
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
     * Where a client is in one partition.
     *
     * @param topic the physical topic
     * @param partition the partition's number
     * @param position a consumer's next offset to read, or the offset behind a producer's last acknowledged record
     * @param committed what the consumer's application committed, or -1
     * @param metadata the commit's metadata
     */
    public record MemberOffset(String topic, int partition, long position, long committed, String metadata) {}

    /**
     * Copies the list.
     *
     * @param instance the application's instance
     * @param kind what the client is
     * @param group the group's id
     * @param epoch the epoch of the change that it has followed
     * @param uuid the uuid of that change
     * @param activity what it does
     * @param cluster the alias of the cluster that the offsets speak of
     * @param since the epoch of the switch after which it worked there
     * @param generation the group's generation, or -1
     * @param offsets where it is
     */
    public MemberStatus {
        offsets = List.copyOf(offsets);
    }

    /**
     * Whether the client has followed a change.
     *
     * @param state the change
     * @return true if it said so under that very epoch and uuid
     */
    public boolean follows(ControlState state) {
        return epoch == state.epoch() && uuid.equals(state.uuid());
    }

    /**
     * Encodes the value.
     *
     * @return the bytes
     */
    public byte[] encode() {
        Wire.Writer out = new Wire.Writer(96 + 48 * offsets.size())
                .put(1)
                .text(instance)
                .put(kind.code())
                .text(group)
                .number(epoch)
                .uuid(uuid)
                .put(activity.code())
                .text(cluster)
                .signed(since)
                .signed(generation)
                .number(offsets.size());
        for (MemberOffset offset : offsets) {
            out.text(offset.topic)
                    .number(offset.partition)
                    .number(offset.position)
                    .signed(offset.committed)
                    .text(offset.metadata);
        }
        return out.toBytes();
    }

    /**
     * Decodes a value.
     *
     * @param value a value of the control topic
     * @return the status
     * @throws io.mirrorkit.api.errors.UnknownVersionException if another release wrote it
     * @throws io.mirrorkit.api.errors.MalformedRecordException if it can't be decoded
     */
    public static MemberStatus decode(byte[] value) {
        Wire.Reader in = new Wire.Reader("a member's status", value);
        in.version(1);
        String instance = in.text();
        Kind kind = in.oneOf(Kind.values());
        String group = in.text();
        long epoch = in.number();
        Uuid uuid = in.uuid();
        Activity activity = in.oneOf(Activity.values());
        String cluster = in.text();
        long since = in.signed();
        int generation = (int) in.signed();
        int count = in.elements(5);
        List<MemberOffset> offsets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            offsets.add(new MemberOffset(in.text(), in.count(), in.number(), in.signed(), in.text()));
        }
        in.end();
        return new MemberStatus(instance, kind, group, epoch, uuid, activity, cluster, since, generation, offsets);
    }
}
