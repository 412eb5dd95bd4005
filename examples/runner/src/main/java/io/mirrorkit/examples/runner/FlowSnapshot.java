package io.mirrorkit.examples.runner;

import io.mirrorkit.api.errors.MirrorException;
import io.mirrorkit.api.ledger.GroupStatus;
import io.mirrorkit.api.ledger.GroupsObserved;
import io.mirrorkit.api.ledger.PartitionState;
import io.mirrorkit.api.ledger.SlotStatus;
import io.mirrorkit.api.ledger.SlotStatus.PartitionStatus;
import io.mirrorkit.api.ledger.StatusKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a flow's status topic says.
 *
 * @param flow the flow's name
 * @param readAt when it was read
 * @param complete whether it was read to its end
 * @param partitions what was seen last of each source partition, by topic and number in order
 * @param groups what was seen last of each group, by id in order
 * @param groupsAt when the source was last asked for the groups' offsets
 * @param problems what could not be decoded
 */
record FlowSnapshot(
        String flow,
        Instant readAt,
        boolean complete,
        List<Seen> partitions,
        Map<String, GroupStatus> groups,
        Optional<Instant> groupsAt,
        List<String> problems) {

    private static final Set<PartitionState> WELL = Set.of(PartitionState.COPYING, PartitionState.PAUSED);

    /**
     * A source partition, and when it was seen so.
     *
     * @param status what was seen
     * @param at when
     */
    record Seen(PartitionStatus status, Instant at) {}

    /** Copies. */
    FlowSnapshot {
        partitions = List.copyOf(partitions);
        groups = Collections.unmodifiableMap(new TreeMap<>(groups));
        problems = List.copyOf(problems);
    }

    /** Whether it was read to its end and everything moves, or was paused by somebody. */
    boolean well() {
        return complete
                && problems.isEmpty()
                && partitions.stream()
                        .allMatch(seen -> WELL.contains(seen.status().state()));
    }

    /** The same, of some groups only. */
    FlowSnapshot of(Collection<String> wanted) {
        Map<String, GroupStatus> some = new TreeMap<>(groups);
        some.keySet().retainAll(wanted);
        return new FlowSnapshot(flow, readAt, complete, partitions, some, groupsAt, problems);
    }

    /** Takes keys and values of the status topic in their order. Not thread-safe. */
    static final class Builder {
        private final Map<StatusKey, byte[]> latest = new HashMap<>();
        private final Map<String, Seen> partitions = new HashMap<>();
        private final Map<String, GroupStatus> groups = new HashMap<>();
        private final List<String> problems = new ArrayList<>();
        private Optional<Instant> groupsAt = Optional.empty();

        /** Takes a record; without a value it undoes what came before under its key. */
        void add(byte[] key, byte @Nullable [] value) {
            decoding("a key", () -> {
                StatusKey decoded = StatusKey.decode(key);
                if (value == null) {
                    latest.remove(decoded);
                } else {
                    latest.put(decoded, value);
                }
            });
        }

        /** What was taken. */
        FlowSnapshot build(String flow, Instant readAt, boolean complete) {
            latest.forEach((key, value) -> decoding(key.toString(), () -> decode(key, value)));
            List<Seen> sorted = partitions.values().stream()
                    .sorted(Comparator.comparing((Seen seen) -> seen.status().topic())
                            .thenComparing(seen -> seen.status().partition()))
                    .toList();
            return new FlowSnapshot(flow, readAt, complete, sorted, groups, groupsAt, problems);
        }

        private void decode(StatusKey key, byte[] value) {
            if (key instanceof StatusKey.Slot) {
                SlotStatus slot = SlotStatus.decode(value);
                Instant at = Instant.ofEpochMilli(slot.observedMs());
                slot.partitions().forEach(status -> add(new Seen(status, at)));
            } else if (key instanceof StatusKey.Group group) {
                groups.put(group.group(), GroupStatus.decode(value));
            } else {
                groupsAt = Optional.of(
                        Instant.ofEpochMilli(GroupsObserved.decode(value).observedMs()));
            }
        }

        /** A partition may stand in two slots if their number was another one once; the newer word counts. */
        private void add(Seen seen) {
            String name = seen.status().topic() + "-" + seen.status().partition();
            partitions.merge(name, seen, (one, other) -> one.at().isAfter(other.at()) ? one : other);
        }

        private void decoding(String what, Runnable decoder) {
            try {
                decoder.run();
            } catch (MirrorException e) {
                problems.add(what + " was left out: " + e.getMessage());
            }
        }
    }
}
