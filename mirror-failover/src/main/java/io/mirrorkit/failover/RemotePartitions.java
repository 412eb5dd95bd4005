package io.mirrorkit.failover;

import io.mirrorkit.api.ledger.LogBounds;
import io.mirrorkit.failover.Completeness.What;
import io.mirrorkit.failover.internal.TargetEvidence;
import io.mirrorkit.failover.internal.TargetTopic;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** Answers that depend on the remote partition being there. Pure. */
record RemotePartitions(TargetEvidence target) {

    /** The answer if the remote partition's topic is there, or the reason why there is none. */
    Answer ifPresent(TopicPartition remote, Function<Uuid, Answer> present) {
        return target.topic(remote.topic())
                .fold(
                        topic -> remote.partition() < topic.partitions()
                                ? present.apply(topic.id())
                                : noSuchPartition(remote, topic),
                        () -> Answer.hold(
                                Reason.REMOTE_TOPIC_MISSING, "there is no topic " + remote.topic() + " on the target"),
                        denied -> Answer.hold(Reason.ACCESS_DENIED, denied.message()),
                        () -> unanswered("the target did not say in time whether it has topic " + remote.topic()));
    }

    private static Answer noSuchPartition(TopicPartition remote, TargetTopic.Present topic) {
        return Answer.hold(
                Reason.REMOTE_TOPIC_MISSING,
                "topic " + remote.topic() + " has " + topic.partitions() + " partitions on the target, so there is no "
                        + remote);
    }

    /** The answer if the bounds of the remote partition's log are known. */
    Answer withinBounds(TopicPartition remote, Function<LogBounds, Answer> answer) {
        Optional<LogBounds> bounds = target.boundsOf(remote);
        return bounds.map(answer)
                .orElseGet(() -> unanswered("the target did not say in time what " + remote + " holds"));
    }

    static Answer unanswered(String detail) {
        return Answer.incomplete(What.REMOTE_TOPICS, detail);
    }
}
