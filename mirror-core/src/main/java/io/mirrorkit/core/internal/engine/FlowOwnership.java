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
        LedgerRecords before = read(request, 1, timeout);
        before.definition().ifPresent(remembered -> FlowDefinitions.changed(flow, wanted, remembered));
        refuseIfTaken(request, before);
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
            LedgerRecords records = read(request, slots, timeout);
            LedgerRecords complete = claim(request, source, wanted, records, writers, timeout);
            return new FlowOwnership(sourceId, targetId, complete, groups(request, timeout), writers);
        } catch (RuntimeException e) {
            writers.close();
            throw e;
        }
    }

    private static String clusterId(Cluster cluster, Admin admin, Duration timeout) {
        return Answers.of("tell its id", cluster, admin.describeCluster().clusterId(), timeout);
    }

    /** Reads the first slots of the ledger; the definition is in the very first. */
    private static LedgerRecords read(Request request, int slots, Duration timeout) {
        LedgerRecords records = new LedgerRecords();
        List<TopicPartition> partitions = IntStream.range(0, slots)
                .mapToObj(slot ->
                        new TopicPartition(InternalTopics.ledger(request.flow().name()), slot))
                .toList();
        try (Consumer<byte[], byte[]> reader = request.clients().stateReader()) {
            TopicScan.readAll(
                    reader,
                    partitions,
                    timeout.multipliedBy(10),
                    record -> records.accept(record.partition(), record.key(), record.value()));
        }
        return records;
    }

    private static Map<String, GroupStatus> groups(Request request, Duration timeout) {
        try (Consumer<byte[], byte[]> reader = request.clients().stateReader()) {
            return StatusTopic.groups(reader, request.flow().name(), timeout.multipliedBy(10));
        }
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
    private static LedgerRecords claim(
            Request request,
            TopicAdmin source,
            FlowDefinition wanted,
            LedgerRecords records,
            SlotWriters writers,
            Duration timeout) {
        byte[] owner = new SlotOwner(request.instanceId(), request.clock().millis()).encode();
        Map<Integer, List<SlotWriter.Entry>> entries = new HashMap<>();
        for (int slot = 0; slot < writers.count(); slot++) {
            List<SlotWriter.Entry> of = new ArrayList<>();
            of.add(new SlotWriter.Entry(new LedgerKey.Owner().encode(), owner));
            if (slot == 0) {
                of.addAll(definition(request, source, wanted, records.definition(), timeout));
            }
            entries.put(slot, of);
        }
        writers.write(entries);
        entries.forEach((slot, of) -> of.forEach(entry -> records.accept(slot, entry.key(), entry.value())));
        return records;
    }

    /** The definition, if it is new or was changed on purpose; with where the flow starts, if it is new. */
    private static List<SlotWriter.Entry> definition(
            Request request,
            TopicAdmin source,
            FlowDefinition wanted,
            Optional<FlowDefinition> remembered,
            Duration timeout) {
        List<SlotWriter.Entry> entries = new ArrayList<>();
        if (remembered.isEmpty()) {
            entries.addAll(starts(request, source, timeout));
        }
        if (remembered.isEmpty() || FlowDefinitions.changed(request.flow(), wanted, remembered.get())) {
            entries.add(new SlotWriter.Entry(new LedgerKey.Definition().encode(), wanted.encode()));
        }
        return entries;
    }

    /** For a flow that starts at latest: the ends of the topics that exist now. */
    private static List<SlotWriter.Entry> starts(Request request, TopicAdmin source, Duration timeout) {
        Flow flow = request.flow();
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
