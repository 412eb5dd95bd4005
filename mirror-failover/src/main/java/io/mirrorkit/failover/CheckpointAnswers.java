package io.mirrorkit.failover;

import io.mirrorkit.api.ledger.Checkpoint;
import io.mirrorkit.api.ledger.LogBounds;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/** Takes MirrorMaker 2's word for where an offset lies, as far as the target's log allows. Pure. */
record CheckpointAnswers(RemotePartitions remotes) {

    Answer answer(TopicPartition remote, Checkpoint checkpoint) {
        return remotes.ifPresent(
                remote, id -> remotes.withinBounds(remote, bounds -> within(bounds, remote, checkpoint)));
    }

    private static Answer within(LogBounds bounds, TopicPartition remote, Checkpoint checkpoint) {
        long offset = checkpoint.targetOffset();
        if (offset < 0) {
            return Answer.hold(Reason.UNTRANSLATABLE, "the checkpoint of " + remote + " names offset " + offset);
        }
        if (offset > bounds.end()) {
            return Answer.hold(
                    Reason.TARGET_LOST_RECORDS,
                    remote + " ends at " + bounds.end() + ", before offset " + offset + " of the group's checkpoint;"
                            + " the topic may have been re-created");
        }
        long from = Math.max(offset, bounds.start());
        return Answer.at(from, Basis.CHECKPOINT, OptionalLong.empty(), from - offset);
    }
}
