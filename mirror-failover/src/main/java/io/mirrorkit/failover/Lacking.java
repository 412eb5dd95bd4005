package io.mirrorkit.failover;

import io.mirrorkit.failover.Completeness.Missing;
import io.mirrorkit.failover.Completeness.What;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Collects what the partitions of a group lack: one line for each kind. Not thread-safe. */
final class Lacking {

    /** What the evidence as a whole lacks is said by the evidence. */
    private static final Set<What> OF_PARTITIONS = EnumSet.of(What.LEDGER, What.REMOTE_TOPICS, What.COUNTS);

    private record Lack(String first, int partitions) {
        Lack and(Lack other) {
            return new Lack(first, partitions + other.partitions);
        }

        String detail() {
            return partitions == 1 ? first : first + " (" + partitions + " partitions in all)";
        }
    }

    private final Map<What, Lack> lacks = new LinkedHashMap<>();

    void add(TopicPartition source, Answer answer) {
        answer.lacking()
                .filter(OF_PARTITIONS::contains)
                .ifPresent(what -> lacks.merge(what, new Lack(detail(source, answer), 1), Lack::and));
    }

    private static String detail(TopicPartition source, Answer answer) {
        return answer.decision()
                .fold(
                        seek -> "the very offset in " + source + " was not found by counting in time",
                        Decision.Hold::detail);
    }

    List<Missing> missing() {
        return lacks.entrySet().stream()
                .map(entry -> new Missing(entry.getKey(), entry.getValue().detail()))
                .toList();
    }
}
