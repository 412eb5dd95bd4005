package io.mirrorkit.examples.runner;

import io.mirrorkit.api.ledger.GroupStatus;
import io.mirrorkit.api.ledger.SlotStatus.PartitionStatus;
import io.mirrorkit.examples.runner.FlowSnapshot.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes what a flow's status topic says. Pure. */
final class StatusReport {

    private static final List<String> PARTITIONS = List.of(
            "topic", "partition", "remote topic", "position", "source end", "lag", "doubled", "state", "age", "reason");
    private static final Set<Integer> PARTITION_NUMBERS = Set.of(1, 3, 4, 5, 6, 8);
    private static final List<String> GROUPS =
            List.of("group", "topic", "partition", "source offset", "per second", "synced", "age", "note");
    private static final Set<Integer> GROUP_NUMBERS = Set.of(2, 3, 4, 5, 6);

    private StatusReport() {}

    /** For people. */
    static String text(FlowSnapshot snapshot, String target) {
        StringBuilder out = new StringBuilder();
        out.append("Flow ")
                .append(snapshot.flow())
                .append(" as ")
                .append(target)
                .append(" remembers it, read ");
        out.append(snapshot.readAt()).append(snapshot.complete() ? "\n" : ", NOT READ TO ITS END\n");
        snapshot.problems()
                .forEach(problem -> out.append("left out: ").append(problem).append('\n'));
        out.append(partitions(snapshot)).append('\n').append(groups(snapshot));
        long lag = snapshot.partitions().stream()
                .mapToLong(seen -> seen.status().lag())
                .sum();
        return out.append("Partitions: ")
                .append(snapshot.partitions().size())
                .append(". Lag: ")
                .append(lag)
                .append(" offsets. Groups: ")
                .append(snapshot.groups().size())
                .append(".\n")
                .toString();
    }

    private static TextTable partitions(FlowSnapshot snapshot) {
        TextTable table = new TextTable(PARTITIONS, PARTITION_NUMBERS);
        for (Seen seen : snapshot.partitions()) {
            PartitionStatus status = seen.status();
            table.add(
                    status.topic(),
                    status.partition(),
                    status.remoteTopic(),
                    known(status.position()),
                    known(status.sourceEnd()),
                    status.position() < 0 ? "?" : status.lag(),
                    status.doubled(),
                    status.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    age(seen.at(), snapshot.readAt()),
                    status.reason());
        }
        return table;
    }

    /** A group is written when it changes, and holds until the source was asked last. */
    private static TextTable groups(FlowSnapshot snapshot) {
        TextTable table = new TextTable(GROUPS, GROUP_NUMBERS);
        snapshot.groups().forEach((group, status) -> status.positions()
                .forEach(position -> table.add(
                        group,
                        position.topic(),
                        position.partition(),
                        position.sourceOffset(),
                        position.perSecond(),
                        known(position.synced()),
                        age(seenAt(snapshot, status), snapshot.readAt()),
                        position.problem().isEmpty() ? status.note() : position.problem())));
        return table;
    }

    private static Instant seenAt(FlowSnapshot snapshot, GroupStatus status) {
        Instant changed = Instant.ofEpochMilli(status.changedMs());
        return snapshot.groupsAt().filter(at -> at.isAfter(changed)).orElse(changed);
    }

    private static String known(long offset) {
        return offset < 0 ? "-" : Long.toString(offset);
    }

    private static String age(Instant then, Instant now) {
        Duration age = age(then, now, Duration.ZERO);
        long seconds = age.toSeconds();
        if (seconds < 1) {
            return age.toMillis() + " ms";
        }
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200
                ? age.toMinutes() + " min"
                : seconds < 172_800 ? age.toHours() + " h" : age.toDays() + " d";
    }

    /** Clocks differ: what was written by a clock that runs ahead is not older than nothing. */
    private static Duration age(Instant then, Instant now, Duration atLeast) {
        Duration age = Duration.between(then, now);
        return age.compareTo(atLeast) < 0 ? atLeast : age;
    }

    /** For programs: one object, on one line; offsets that are not known are -1. */
    static String json(FlowSnapshot snapshot) {
        JsonLine json = new JsonLine().open('{').member("flow", snapshot.flow());
        json.member("readAt", snapshot.readAt().toString()).member("complete").raw(snapshot.complete());
        json.member("problems").open('[');
        snapshot.problems().forEach(json::text);
        json.close(']').member("partitions").open('[');
        snapshot.partitions().forEach(seen -> partition(json, seen, snapshot.readAt()));
        json.close(']').member("groups").open('[');
        snapshot.groups().forEach((group, status) -> group(json, group, status, snapshot));
        return json.close(']').close('}') + "\n";
    }

    private static void partition(JsonLine json, Seen seen, Instant readAt) {
        PartitionStatus status = seen.status();
        json.open('{').member("topic", status.topic()).member("partition", status.partition());
        json.member("remoteTopic", status.remoteTopic());
        json.member("position", status.position()).member("sourceStart", status.sourceStart());
        json.member("sourceStable", status.sourceStable()).member("sourceEnd", status.sourceEnd());
        json.member("lag", status.lag()).member("doubled", status.doubled());
        json.member("state", status.state().name()).member("reason", status.reason());
        json.member("ageMs", age(seen.at(), readAt, Duration.ZERO).toMillis()).close('}');
    }

    private static void group(JsonLine json, String group, GroupStatus status, FlowSnapshot snapshot) {
        json.open('{').member("group", group).member("note", status.note());
        json.member(
                "ageMs",
                age(seenAt(snapshot, status), snapshot.readAt(), Duration.ZERO).toMillis());
        json.member("positions").open('[');
        status.positions().forEach(position -> json.open('{')
                .member("topic", position.topic())
                .member("partition", position.partition())
                .member("sourceOffset", position.sourceOffset())
                .member("perSecond", position.perSecond())
                .member("synced", position.synced())
                .member("problem", position.problem())
                .close('}'));
        json.close(']').close('}');
    }
}
