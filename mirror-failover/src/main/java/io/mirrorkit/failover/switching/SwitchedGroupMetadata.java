package io.mirrorkit.failover.switching;

import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/** A group's metadata that remembers after which switch it was taken, so that a producer can tell offsets of the other cluster. */
final class SwitchedGroupMetadata extends ConsumerGroupMetadata {

    private final long switchEpoch;

    /** Kafka 5 makes an interface of the superclass, and then this class implements it. */
    @SuppressWarnings("removal")
    SwitchedGroupMetadata(ConsumerGroupMetadata metadata, long switchEpoch) {
        super(metadata.groupId(), metadata.generationId(), metadata.memberId(), metadata.groupInstanceId());
        this.switchEpoch = switchEpoch;
    }

    /** Of a consumer that is between clusters: no producer takes it. */
    @SuppressWarnings("removal")
    SwitchedGroupMetadata(String group) {
        super(group);
        this.switchEpoch = -1;
    }

    /** The epoch of the last switch by then, 0 before the first one. */
    long switchEpoch() {
        return switchEpoch;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other)
                && (!(other instanceof SwitchedGroupMetadata that) || that.switchEpoch == switchEpoch);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
