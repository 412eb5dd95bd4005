package io.mirrorkit.examples.runner;

import io.mirrorkit.failover.Applied;
import io.mirrorkit.failover.ApplyOutcome;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Writes what became of groups. Pure. */
final class ApplyReport {

    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private ApplyReport() {}

    /** For people: a line for each group. */
    static String text(String target, Map<String, ApplyOutcome> outcomes) {
        return outcomes.entrySet().stream()
                .map(entry -> line(target, entry.getKey(), entry.getValue()))
                .collect(Collectors.joining());
    }

    private static String line(String target, String group, ApplyOutcome outcome) {
        return outcome.fold(
                done -> "Applied: group " + group + " has "
                        + done.applied().committed().size() + " offsets on " + target
                        + ", read back after they were committed" + held(done.applied()) + ".\n",
                failed -> "NOT applied: group " + group + ": "
                        + String.valueOf(failed.error().getMessage()).replaceAll("\\p{Cntrl}+", " ") + "\n");
    }

    private static String held(Applied applied) {
        return applied.held().isEmpty() ? "" : "; " + applied.held().size() + " partitions were left alone";
    }

    /** For programs: one object, on one line. */
    static String json(Map<String, ApplyOutcome> outcomes) {
        JsonLine json = new JsonLine().open('{').member("outcomes").open('[');
        outcomes.forEach((group, outcome) -> {
            json.open('{').member("group", group);
            outcome.fold(done -> applied(json, done.applied()), failed -> json.member("outcome", "FAILED")
                    .member("reason", String.valueOf(failed.error().getMessage())));
            json.close('}');
        });
        return json.close(']').close('}') + "\n";
    }

    private static JsonLine applied(JsonLine json, Applied applied) {
        json.member("outcome", "APPLIED").member("committed").open('[');
        applied.committed().keySet().stream().sorted(ORDER).forEach(remote -> json.open('{')
                .member("topic", remote.topic())
                .member("partition", remote.partition())
                .member("offset", applied.committed().getOrDefault(remote, -1L))
                .close('}'));
        json.close(']').member("held").open('[');
        applied.held().keySet().stream().sorted(ORDER).forEach(source -> json.open('{')
                .member("topic", source.topic())
                .member("partition", source.partition())
                .close('}'));
        return json.close(']');
    }
}
