package io.mirrorkit.api;

import io.mirrorkit.api.ledger.PartitionState;

/** Something that an engine did or noticed. No event holds record content or a secret (invariant J). */
public sealed interface MirrorEvent {

    /**
     * The flow concerned.
     *
     * @return the flow's name
     */
    String flow();

    /**
     * A flow began to run, stopped, or lost a cluster.
     *
     * @param flow the flow's name
     * @param state the new state, such as {@code RUNNING}
     * @param reason why; empty where there is nothing to say
     */
    record FlowChanged(String flow, String state, String reason) implements MirrorEvent {}

    /**
     * A topic is being replicated from now on.
     *
     * @param flow the flow's name
     * @param topic the source topic
     * @param remoteTopic the remote topic
     * @param partitions how many partitions it has
     * @param created whether the remote topic was created for it
     */
    record TopicAdded(String flow, String topic, String remoteTopic, int partitions, boolean created)
            implements MirrorEvent {}

    /**
     * A source topic grew, and its remote topic with it.
     *
     * @param flow the flow's name
     * @param topic the source topic
     * @param from the number of partitions before
     * @param to the number of partitions now
     */
    record PartitionsAdded(String flow, String topic, int from, int to) implements MirrorEvent {}

    /**
     * A topic that the filter takes is not replicated.
     *
     * @param flow the flow's name
     * @param topic the source topic
     * @param reason why, with the way out
     */
    record TopicRefused(String flow, String topic, String reason) implements MirrorEvent {}

    /**
     * A topic that was replicated is no longer there.
     *
     * @param flow the flow's name
     * @param topic the source topic
     * @param reason which side it vanished from, or was created again on, and the way out
     */
    record TopicGone(String flow, String topic, String reason) implements MirrorEvent {}

    /**
     * A partition's state changed.
     *
     * @param flow the flow's name
     * @param topic the source topic
     * @param partition the source partition
     * @param state the new state
     * @param reason why; empty for {@link PartitionState#COPYING}
     */
    record PartitionChanged(String flow, String topic, int partition, PartitionState state, String reason)
            implements MirrorEvent {}

    /**
     * Source records were deleted before they could be copied. Copying went on behind them.
     *
     * @param flow the flow's name
     * @param topic the source topic
     * @param partition the source partition
     * @param from the first offset that is lost
     * @param to the first offset behind the lost ones
     */
    record RecordsLost(String flow, String topic, int partition, long from, long to) implements MirrorEvent {}

    /**
     * Records that the target held beyond the ledger's end were compared with the source and taken into the ledger.
     *
     * @param flow the flow's name
     * @param topic the source topic
     * @param partition the source partition
     * @param records how many
     */
    record RecordsAdopted(String flow, String topic, int partition, long records) implements MirrorEvent {}

    /**
     * Records that a crash left in flight arrived behind their copies, so the target holds them twice.
     *
     * @param flow the flow's name
     * @param topic the source topic
     * @param partition the source partition
     * @param records how many
     */
    record RecordsDoubled(String flow, String topic, int partition, long records) implements MirrorEvent {}

    /**
     * The remote partition holds records that the flow did not write.
     *
     * @param flow the flow's name
     * @param topic the source topic
     * @param partition the source partition
     * @param targetOffset the first of them on the target
     * @param records how many
     */
    record ForeignRecords(String flow, String topic, int partition, long targetOffset, long records)
            implements MirrorEvent {}

    /**
     * Group sync left a group alone, for a new reason.
     *
     * @param flow the flow's name
     * @param group the group's id
     * @param reason why, such as "active on the target"
     */
    record GroupSkipped(String flow, String group, String reason) implements MirrorEvent {}
}
