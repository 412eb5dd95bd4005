package io.mirrorkit.core.internal.groups;

import io.mirrorkit.core.internal.cluster.Answers;
import io.mirrorkit.core.internal.groups.Translator.Translated;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/** Commits translated offsets to the groups on the target, as far as invariant H allows. Belongs to the groups thread. */
final class GroupSync {

    private final GroupAdmin target;
    private final Map<String, Map<TopicPartition, Long>> written = new HashMap<>();

    GroupSync(GroupAdmin target) {
        this.target = target;
    }

    /** Takes note of an offset that this flow committed on the target. */
    void wrote(String group, TopicPartition source, long offset) {
        written.computeIfAbsent(group, g -> new HashMap<>()).put(source, offset);
    }

    /** What this flow committed on the target last. */
    OptionalLong written(String group, TopicPartition source) {
        Long offset = written.getOrDefault(group, Map.of()).get(source);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** Commits on the target what invariant H allows; answers why groups were left alone. */
    Map<String, String> follow(Map<String, Map<TopicPartition, Translated>> translated) {
        Answers.Partial<String, Map<TopicPartition, OffsetAndMetadata>> current = target.offsets(translated.keySet());
        Map<String, Map<TopicPartition, OffsetAndMetadata>> wanted = new HashMap<>();
        Map<String, String> notes = new HashMap<>();
        current.errors().forEach((group, cause) -> notes.put(group, Answers.describe(cause)));
        current.values().forEach((group, onTarget) -> {
            Map<TopicPartition, OffsetAndMetadata> commit = new HashMap<>();
            Map<TopicPartition, Translated> of = translated.getOrDefault(group, Map.of());
            of.values().forEach(one -> verdict(group, one, onTarget, commit, notes));
            if (!commit.isEmpty()) {
                wanted.put(group, commit);
            }
        });
        Answers.Partial<String, GroupState> states = target.states(wanted.keySet());
        wanted.forEach((group, commit) ->
                commitUnlessActive(group, commit, translated.getOrDefault(group, Map.of()), states, notes));
        return notes;
    }

    private void verdict(
            String group,
            Translated one,
            Map<TopicPartition, OffsetAndMetadata> onTarget,
            Map<TopicPartition, OffsetAndMetadata> commit,
            Map<String, String> notes) {
        OptionalLong offset = one.translation().target();
        if (offset.isEmpty() || one.remote().isEmpty()) {
            return;
        }
        TopicPartition remote = one.remote().get();
        OffsetAndMetadata there = onTarget.get(remote);
        GroupSyncRule.Verdict verdict = GroupSyncRule.decide(
                offset.getAsLong(),
                there == null ? OptionalLong.empty() : OptionalLong.of(there.offset()),
                written(group, one.source()));
        if (verdict == GroupSyncRule.Verdict.WRITE) {
            commit.put(remote, new OffsetAndMetadata(offset.getAsLong(), Optional.empty(), one.metadata()));
        } else if (verdict == GroupSyncRule.Verdict.OTHERS_ARE_AHEAD) {
            notes.put(group, "on the target it was moved further by somebody else, in " + remote);
        }
    }

    private void commitUnlessActive(
            String group,
            Map<TopicPartition, OffsetAndMetadata> commit,
            Map<TopicPartition, Translated> translated,
            Answers.Partial<String, GroupState> states,
            Map<String, String> notes) {
        GroupState state = states.values().get(group);
        if (state == null) {
            Throwable cause = states.errors().get(group);
            notes.put(group, cause == null ? "its state on the target is not known" : Answers.describe(cause));
            return;
        }
        if (state != GroupState.EMPTY && state != GroupState.DEAD) {
            notes.put(group, "active on the target");
            return;
        }
        Optional<Throwable> error = target.commit(group, commit);
        if (error.isPresent()) {
            notes.put(group, "the target refused the offsets: " + Answers.describe(error.get()));
            return;
        }
        translated.values().forEach(one -> one.remote().ifPresent(remote -> {
            OffsetAndMetadata offset = commit.get(remote);
            if (offset != null) {
                wrote(group, one.source(), offset.offset());
            }
        }));
    }
}
