package io.mirrorkit.examples.runner;

import io.mirrorkit.api.ledger.PartitionState;
import io.mirrorkit.core.EngineStatus;
import io.mirrorkit.core.FlowStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says in a line for each flow how far it is, and what it did since it was asked last. Not thread-safe. */
final class Progress {

    private final Map<String, Long> copiedBefore = new HashMap<>();

    /** One line for each flow, by name in order. */
    List<String> lines(EngineStatus status) {
        return new TreeMap<>(status.flows()).values().stream().map(this::line).toList();
    }

    private String line(FlowStatus flow) {
        long copied = flow.copied();
        Long before = copiedBefore.put(flow.flow(), copied);
        long since = Math.max(0, copied - (before == null ? 0 : before));
        long copying = flow.partitions().stream()
                .filter(partition -> partition.state() == PartitionState.COPYING)
                .count();
        return "flow=" + flow.flow() + " state=" + flow.state() + " copied=" + copied + " since=" + since + " lag="
                + flow.lag()
                + " partitions=" + flow.partitions().size()
                + (copying == flow.partitions().size() ? "" : " copying=" + copying)
                + (flow.doubled() == 0 ? "" : " doubled=" + flow.doubled())
                + " groups=" + flow.groups().size()
                + (flow.refusedTopics().isEmpty()
                        ? ""
                        : " refusedTopics=" + flow.refusedTopics().size())
                + (flow.reason().isEmpty() ? "" : " reason=" + flow.reason());
    }
}
