package io.mirrorkit.examples.runner;

import io.mirrorkit.api.MirrorEvent;
import io.mirrorkit.api.MirrorListener;
import io.mirrorkit.api.ledger.PartitionState;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an engine's events to the log, each once: a flow that keeps failing for the same reason warns at the first time. Called on
 * the engine's listener thread alone.
 */
final class EventLog implements MirrorListener {

    private static final Logger LOG = LoggerFactory.getLogger("mirror-runner");

    private final CompletableFuture<String> refusal = new CompletableFuture<>();
    private final Map<String, String> lastOfFlow = new HashMap<>();
    private final Map<String, PartitionState> trouble = new HashMap<>();

    /** Completed with the reason when a flow is refused, or taken by another instance. */
    CompletableFuture<String> refusal() {
        return refusal;
    }

    @Override
    public void onEvent(MirrorEvent event) {
        if (event instanceof MirrorEvent.FlowChanged changed) {
            flow(changed);
        } else if (event instanceof MirrorEvent.PartitionChanged changed) {
            partition(changed);
        } else if (event instanceof MirrorEvent.TopicAdded added) {
            LOG.info(
                    "Replicating topic={} remote={} partitions={} created={} flow={}",
                    added.topic(),
                    added.remoteTopic(),
                    added.partitions(),
                    added.created(),
                    added.flow());
        } else if (event instanceof MirrorEvent.PartitionsAdded added) {
            LOG.info("Grown: topic={} from={} to={} flow={}", added.topic(), added.from(), added.to(), added.flow());
        } else if (event instanceof MirrorEvent.RecordsAdopted adopted) {
            LOG.info(
                    "Found again, not copied again: records={} topic={} partition={} flow={}",
                    adopted.records(),
                    adopted.topic(),
                    adopted.partition(),
                    adopted.flow());
        } else if (event instanceof MirrorEvent.GroupSkipped skipped) {
            LOG.info("Group not synced: group={} reason={} flow={}", skipped.group(), skipped.reason(), skipped.flow());
        } else {
            LOG.warn("{}", event);
        }
    }

    private void flow(MirrorEvent.FlowChanged changed) {
        String now = changed.state() + changed.reason();
        if (Objects.equals(lastOfFlow.put(changed.flow(), now), now)) {
            LOG.debug("Flow again {}: flow={}", changed.state(), changed.flow());
            return;
        }
        switch (changed.state()) {
            case "RETRYING" -> LOG.warn("Flow is tried again: flow={} reason={}", changed.flow(), changed.reason());
            case "REFUSED" -> {
                LOG.error("Flow refused: flow={} reason={}", changed.flow(), changed.reason());
                refusal.complete(changed.reason());
            }
            default ->
                LOG.info(
                        "Flow {}: flow={}{}",
                        changed.state(),
                        changed.flow(),
                        changed.reason().isEmpty() ? "" : " reason=" + changed.reason());
        }
    }

    /** A partition that begins to copy is no news, unless something was the matter with it. */
    private void partition(MirrorEvent.PartitionChanged changed) {
        String name = changed.flow() + " " + changed.topic() + "-" + changed.partition();
        if (changed.state() == PartitionState.COPYING || changed.state() == PartitionState.STARTING) {
            if (trouble.remove(name) != null) {
                LOG.info(
                        "Copying again: partition={}-{} flow={}", changed.topic(), changed.partition(), changed.flow());
            }
        } else if (trouble.put(name, changed.state()) != changed.state()) {
            LOG.warn(
                    "Not copying: partition={}-{} state={} reason={} flow={}",
                    changed.topic(),
                    changed.partition(),
                    changed.state(),
                    changed.reason(),
                    changed.flow());
        }
    }
}
