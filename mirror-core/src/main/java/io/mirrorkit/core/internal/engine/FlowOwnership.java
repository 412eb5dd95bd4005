package io.mirrorkit.core.internal.engine;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.FlowConfig;
import io.mirrorkit.api.StartPosition;
import io.mirrorkit.api.errors.FlowRefusedException;
import io.mirrorkit.api.ledger.FlowDefinition;
import io.mirrorkit.api.ledger.GroupStatus;
import io.mirrorkit.api.ledger.InternalTopics;
import io.mirrorkit.api.ledger.LedgerKey;
import io.mirrorkit.api.ledger.SlotOwner;
import io.mirrorkit.core.internal.cluster.Answers;
import io.mirrorkit.core.internal.cluster.Cluster;
import io.mirrorkit.core.internal.ledger.LedgerRecords;
import io.mirrorkit.core.internal.ledger.TopicScan;
import io.mirrorkit.core.internal.slot.SlotWriter;
import io.mirrorkit.core.internal.slot.SlotWriters;
import io.mirrorkit.core.internal.status.StatusTopic;
import io.mirrorkit.core.internal.topics.TopicAdmin;
import io.mirrorkit.core.internal.topics.TopicScout;
import io.mirrorkit.core.internal.topics.TopicShape;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The taking of a flow: checks that it may run, fences whoever had its slots, and restores what they left. Take-over is always: compare
 * definitions, fence, restore with read_committed; reconciling and resuming follow partition by partition.
 */
final class FlowOwnership implements AutoCloseable {

    private final String sourceClusterId;
    private final String targetClusterId;
    private final LedgerRecords records;
    private final Map<String, GroupStatus> groups;
    private final SlotWriters writers;

    private FlowOwnership(
            String sourceClusterId,
            String targetClusterId,
            LedgerRecords records,
            Map<String, GroupStatus> groups,
            SlotWriters writers) {
        this.sourceClusterId = sourceClusterId;
        this.targetClusterId = targetClusterId;
        this.records = records;
        this.groups = groups;
        this.writers = writers;
    }

    /** What taking a flow needs. */
    record Request(
            Flow flow,
            FlowClients clients,
            Admin source,
            Admin target,
            String instanceId,
            Clock clock,
            boolean lostBefore,
            BooleanSupplier goOn) {}

    /**
     * Takes a flow.
     *
     * @throws FlowRefusedException if it must not run as it is defined, or another instance has taken it
     * @throws io.mirrorkit.api.errors.MirrorException if a cluster does not answer or refuses
     */
    static FlowOwnership take(Request request) {
        Flow flow = request.flow();
        Duration timeout = flow.config().duration(FlowConfig.ADMIN_TIMEOUT);
        String sourceId = clusterId(request.clients().source(), request.source(), timeout);
        String targetId = clusterId(request.clients().target(), request.target(), timeout);
        if (sourceId.equals(targetId)) {
            throw new FlowRefusedException(
                    "Flow \"" + flow.name() + "\": \"" + flow.source() + "\" and \"" + flow.target()
                            + "\" are the same cluster (" + sourceId + ").",
                    "correct the bootstrap.servers of one of them.");
        }
        TopicAdmin source = new TopicAdmin(request.clients().source(), request.source(), timeout);
        TopicAdmin target = new TopicAdmin(request.clients().target(), request.target(), timeout);
        InternalTopicsMaker maker = new InternalTopicsMaker(flow);
        if (flow.config().enabled(FlowConfig.HEARTBEATS_ENABLED)) {
            maker.heartbeats(request.clients().source(), source);
            maker.heartbeats(request.clients().target(), target);
        }
        FlowDefinition wanted =
                FlowDefinitions.of(flow, sourceId, targetId, request.clock().millis());
        int slots = maker.onTarget(request.clients().target(), target);
        try (Consumer<byte[], byte[]> reader = request.clients().stateReader()) {
            Restoring restoring = new Restoring(flow, reader, timeout.multipliedBy(10));
            LedgerRecords before = restoring.ledger(1);
            before.definition().ifPresent(remembered -> FlowDefinitions.changed(flow, wanted, remembered));
            refuseIfTaken(request, before);
            return fence(request, source, wanted, slots, restoring, sourceId);
        }
    }

    private static FlowOwnership fence(
            Request request,
            TopicAdmin source,
            FlowDefinition wanted,
            int slots,
            Restoring restoring,
            String sourceId) {
        Flow flow = request.flow();
        SlotWriters writers = new SlotWriters(
                slots,
                slot -> new SlotWriter(
                        slot,
                        InternalTopics.ledger(flow.name()),
                        request.clients().slotProducer(slot),
                        request.goOn()),
                Threads.named("mirrorkit-" + flow.name() + "-slots"));
        try {
            writers.fence();
            LedgerRecords records = restoring.ledger(slots);
            claim(request, source, wanted, records, writers);
            return new FlowOwnership(sourceId, wanted.targetClusterId(), records, restoring.groups(), writers);
        } catch (RuntimeException e) {
            writers.close();
            throw e;
        }
    }

    /** Reads what earlier owners left on the target, with one consumer. */
    private record Restoring(Flow flow, Consumer<byte[], byte[]> reader, Duration patience) {

        /** Reads the first slots of the ledger; the definition is in the very first. */
        LedgerRecords ledger(int slots) {
            LedgerRecords records = new LedgerRecords();
            List<TopicPartition> partitions = IntStream.range(0, slots)
                    .mapToObj(slot -> new TopicPartition(InternalTopics.ledger(flow.name()), slot))
                    .toList();
            TopicScan.readAll(
                    reader,
                    partitions,
                    patience,
                    record -> records.accept(record.partition(), record.key(), record.value()));
            return records;
        }

        Map<String, GroupStatus> groups() {
            return StatusTopic.groups(reader, flow.name(), patience);
        }
    }

    private static String clusterId(Cluster cluster, Admin admin, Duration timeout) {
        return Answers.of("tell its id", cluster, admin.describeCluster().clusterId(), timeout);
    }

    /** An instance that was fenced by another one doesn't take the flow back: that would go on for ever. */
    private static void refuseIfTaken(Request request, LedgerRecords records) {
        if (request.lostBefore()
                && records.owners().values().stream()
                        .anyMatch(owner -> !owner.instanceId().equals(request.instanceId()))) {
            throw new FlowRefusedException(
                    "Flow \"" + request.flow().name() + "\" was taken over by another instance.",
                    "stop one of the two; this one does no harm, since its writes to the ledger are refused.");
        }
    }

    /** Writes who owns the slots now, and the definition of a new flow with where it starts, in one transaction. */
    private static void claim(
            Request request, TopicAdmin source, FlowDefinition wanted, LedgerRecords records, SlotWriters writers) {
        byte[] owner = new SlotOwner(request.instanceId(), request.clock().millis()).encode();
        Map<Integer, List<SlotWriter.Entry>> entries = new HashMap<>();
        for (int slot = 0; slot < writers.count(); slot++) {
            List<SlotWriter.Entry> of = new ArrayList<>();
            of.add(new SlotWriter.Entry(new LedgerKey.Owner().encode(), owner));
            if (slot == 0) {
                of.addAll(definition(request, source, wanted, records.definition()));
            }
            entries.put(slot, of);
        }
        writers.write(entries);
        entries.forEach((slot, of) -> of.forEach(entry -> records.accept(slot, entry.key(), entry.value())));
    }

    /** The definition, if it is new or was changed on purpose; with where the flow starts, if it is new. */
    private static List<SlotWriter.Entry> definition(
            Request request, TopicAdmin source, FlowDefinition wanted, Optional<FlowDefinition> remembered) {
        List<SlotWriter.Entry> entries = new ArrayList<>();
        if (remembered.isEmpty()) {
            entries.addAll(starts(request, source));
        }
        if (remembered.isEmpty() || FlowDefinitions.changed(request.flow(), wanted, remembered.get())) {
            entries.add(new SlotWriter.Entry(new LedgerKey.Definition().encode(), wanted.encode()));
        }
        return entries;
    }

    /** For a flow that starts at latest: the ends of the topics that exist now. */
    private static List<SlotWriter.Entry> starts(Request request, TopicAdmin source) {
        Flow flow = request.flow();
        Duration timeout = flow.config().duration(FlowConfig.ADMIN_TIMEOUT);
        if (!(flow.startPosition() instanceof StartPosition.Latest)) {
            return List.of();
        }
        Map<String, TopicShape> topics = source.shapes(source.names().stream()
                .filter(topic -> TopicScout.takes(flow, topic))
                .toList());
        List<SlotWriter.Entry> entries = new ArrayList<>();
        new StartOffsetFinder(flow, request.source(), timeout, records -> Optional.empty())
                .endsNow(topics)
                .forEach((topic, offsets) ->
                        entries.add(new SlotWriter.Entry(new LedgerKey.Start(topic).encode(), offsets.encode())));
        return entries;
    }

    String sourceClusterId() {
        return sourceClusterId;
    }

    String targetClusterId() {
        return targetClusterId;
    }

    LedgerRecords records() {
        return records;
    }

    Map<String, GroupStatus> groups() {
        return groups;
    }

    int slots() {
        return writers.count();
    }

    SlotWriters writers() {
        return writers;
    }

    @Override
    public void close() {
        writers.close();
    }
}
