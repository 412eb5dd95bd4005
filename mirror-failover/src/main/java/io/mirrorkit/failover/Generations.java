package io.mirrorkit.failover;

import io.mirrorkit.api.ledger.Generation;
import io.mirrorkit.api.ledger.Ledger;
import io.mirrorkit.failover.internal.PartitionLedger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/** The generations of one partition's ledger, narrowed down to those that speak of the topics as they are now. Pure. */
record Generations(PartitionLedger ledger) {

    /** Those of a target topic. */
    Generations ofTarget(String clusterId, Uuid topicId) {
        return only(generation -> generation.targetClusterId().equals(clusterId)
                && generation.targetTopicId().equals(topicId));
    }

    /** Those of a source topic. */
    Generations ofSource(Uuid topicId) {
        return only(generation -> generation.sourceTopicId().equals(topicId));
    }

    /** Those of the source topic that was copied last: of all that went to one remote topic, the one that reaches furthest there. */
    Generations ofLatestSource() {
        return ledger.readable().entrySet().stream()
                .max(Comparator.comparingLong(entry -> entry.getValue().targetEnd()))
                .map(latest -> ofSource(latest.getKey().sourceTopicId()))
                .orElse(this);
    }

    private Generations only(Predicate<Generation> wanted) {
        return new Generations(new PartitionLedger(only(ledger.readable(), wanted), only(ledger.unreadable(), wanted)));
    }

    private static <T> Map<Generation, T> only(Map<Generation, T> all, Predicate<Generation> wanted) {
        Map<Generation, T> some = new HashMap<>(all);
        some.keySet().removeIf(wanted.negate());
        return some;
    }

    boolean isEmpty() {
        return ledger.isEmpty();
    }

    /** Why some of them can't be decoded. */
    Optional<String> problem() {
        return ledger.unreadable().values().stream().sorted().findFirst();
    }

    Set<Uuid> targetTopicIds() {
        return ids(Generation::targetTopicId);
    }

    Set<Uuid> sourceTopicIds() {
        return ids(Generation::sourceTopicId);
    }

    private Set<Uuid> ids(Function<Generation, Uuid> id) {
        return Stream.concat(ledger.readable().keySet().stream(), ledger.unreadable().keySet().stream())
                .map(id)
                .collect(Collectors.toSet());
    }

    /** How far they reach on the target. */
    long targetEnd() {
        return ledger.readable().values().stream()
                .mapToLong(Ledger::targetEnd)
                .max()
                .orElse(0);
    }

    /** How far they reach on the source: the end of the last branch. */
    long sourceEnd() {
        return latestBranchFirst().stream().findFirst().map(Ledger::sourceEnd).orElse(0L);
    }

    /**
     * The branch that knows an offset: the last one that begins at or before it. A branch begins where the source was cut off, so a
     * group that stands before that place reads on in an older branch (invariant C).
     */
    Ledger branchOf(long sourceOffset) {
        List<Ledger> branches = latestBranchFirst();
        return branches.stream()
                .filter(branch -> !branch.isEmpty() && branch.sourceStart() <= sourceOffset)
                .findFirst()
                .orElseGet(() -> branches.isEmpty() ? Ledger.empty() : branches.get(branches.size() - 1));
    }

    /** One ledger a branch. */
    List<Ledger> latestBranchFirst() {
        return ledger.readable().entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getKey().branch()))
                .map(Map.Entry::getValue)
                .toList();
    }
}
