package io.mirrorkit.failover;

import io.mirrorkit.api.Flow;
import io.mirrorkit.failover.Planner.Planned;
import io.mirrorkit.failover.internal.AnchorCounter;
import io.mirrorkit.failover.internal.AnchorCounter.Wanted;
import io.mirrorkit.failover.internal.Deadline;
import io.mirrorkit.failover.internal.Target;
import io.mirrorkit.failover.internal.TopicReader;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Reads evidence and has plans made of it. Thread-safe; blocks until the deadline at the longest. */
final class Planning {

    private final Flow flow;
    private final Target target;
    private final TopicReader reader;
    private final AnchorCounter counter;
    private final Clock clock;
    private final Duration oldAfter;

    Planning(Flow flow, Target target, TopicReader reader, Clock clock, Duration oldAfter) {
        this.flow = flow;
        this.target = target;
        this.reader = reader;
        this.counter = new AnchorCounter(reader);
        this.clock = clock;
        this.oldAfter = oldAfter;
    }

    Planned plan(String group, Deadline deadline) {
        return planner(known -> Set.of(group), deadline).plan(group);
    }

    /**
     * The plans of all groups.
     *
     * @param summary the public plan
     * @param groups what it was made of
     */
    record All(FailoverPlan summary, Map<String, Planned> groups) {}

    All planAll(Deadline deadline) {
        Planner planner = planner(GroupOffsets::groups, deadline);
        Map<String, Planned> groups = planner.planAll();
        return new All(planner.summary(groups), groups);
    }

    private Planner planner(Function<GroupOffsets, Set<String>> wanted, Deadline deadline) {
        Gathering gathering = new Gathering(flow, target, reader, deadline).groups();
        GroupOffsets offsets = new GroupOffsets(flow, gathering.evidence());
        Set<String> groups = wanted.apply(offsets);
        List<GroupOffset> all =
                groups.stream().flatMap(group -> offsets.of(group).stream()).toList();
        gathering.partitions(
                all.stream().map(GroupOffset::source).toList(),
                all.stream().map(GroupOffset::remote).toList());
        return counted(gathering.evidence(), deadline, planner -> planner.wanted(groups));
    }

    Map<TopicPartition, TranslatedOffset> translate(Map<TopicPartition, Long> sourceOffsets, Deadline deadline) {
        Gathering gathering = new Gathering(flow, target, reader, deadline).groups();
        GroupOffsets offsets = new GroupOffsets(flow, gathering.evidence());
        gathering.partitions(
                sourceOffsets.keySet(),
                sourceOffsets.keySet().stream().map(offsets::remote).toList());
        Planner planner = counted(gathering.evidence(), deadline, uncounted -> uncounted.wantedOf(sourceOffsets));
        Map<TopicPartition, TranslatedOffset> translated = new LinkedHashMap<>();
        sourceOffsets.forEach((source, offset) -> translated.put(source, planner.translated(source, offset)));
        return translated;
    }

    Map<TopicPartition, TranslatedBack> translateBack(Map<TopicPartition, Long> targetOffsets, Deadline deadline) {
        Map<TopicPartition, TopicPartition> sources = new LinkedHashMap<>();
        targetOffsets.keySet().forEach(remote -> sources.put(remote, source(remote)));
        Gathering gathering = new Gathering(flow, target, reader, deadline).groups();
        gathering.partitions(sources.values(), sources.keySet());
        Planner planner = planner(gathering.evidence());
        Map<TopicPartition, TranslatedBack> translated = new LinkedHashMap<>();
        sources.forEach((remote, source) ->
                translated.put(remote, planner.translatedBack(source, remote, targetOffsets.getOrDefault(remote, 0L))));
        return translated;
    }

    /** A name that the policy gives no source topic stands for itself; the ledger won't know it. */
    private TopicPartition source(TopicPartition remote) {
        String topic = flow.policy().sourceTopic(flow.source(), remote.topic()).orElse(remote.topic());
        return new TopicPartition(topic, remote.partition());
    }

    /** Counts last of all: what is asked for here has a safe answer already. */
    private Planner counted(Evidence evidence, Deadline deadline, Function<Planner, Set<Wanted>> asked) {
        Planner planner = planner(evidence);
        Set<Wanted> wanted = asked.apply(planner);
        return wanted.isEmpty()
                ? planner
                : planner(evidence.with(counter.count(uncompacted(wanted, deadline), deadline)));
    }

    private Set<Wanted> uncompacted(Set<Wanted> wanted, Deadline deadline) {
        Set<String> topics = target.uncompacted(
                wanted.stream().map(one -> one.remote().topic()).collect(Collectors.toSet()), deadline);
        return wanted.stream()
                .filter(one -> topics.contains(one.remote().topic()))
                .collect(Collectors.toSet());
    }

    private Planner planner(Evidence evidence) {
        return new Planner(flow, evidence, clock.instant(), oldAfter);
    }
}
