package io.mirrorkit.core.internal.engine;

import io.mirrorkit.api.ExistingTopics;
import io.mirrorkit.api.Flow;
import io.mirrorkit.api.FlowConfig;
import io.mirrorkit.api.MirrorEvent;
import io.mirrorkit.api.errors.MirrorException;
import io.mirrorkit.api.ledger.Chunk;
import io.mirrorkit.api.ledger.Generation;
import io.mirrorkit.api.ledger.Ledger;
import io.mirrorkit.api.ledger.LedgerWriter;
import io.mirrorkit.api.ledger.LogBounds;
import io.mirrorkit.api.ledger.PartitionState;
import io.mirrorkit.core.internal.cluster.Answers;
import io.mirrorkit.core.internal.cluster.Offsets;
import io.mirrorkit.core.internal.lane.Flight;
import io.mirrorkit.core.internal.lane.Lane;
import io.mirrorkit.core.internal.lane.MirroredPartition;
import io.mirrorkit.core.internal.ledger.LedgerRecords;
import io.mirrorkit.core.internal.ledger.Reconciler;
import io.mirrorkit.core.internal.ledger.RecordMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Brings partitions to the point where their records may flow: ledger restored or begun, what lies unledgered on the target compared
 * with the source and taken in, position checked against the source's log. Used for partitions that are new, that a restart found, and
 * that failed. Belongs to the control thread.
 *
 * <p>Invariants kept here: <b>D</b>, a crash at any step is followed by the same steps with the same outcome; <b>A</b>, offsets that
 * retention took are counted as lost.
 */
final class PartitionStarter {

    /** Hears of partitions that could not be started. */
    interface Troubles {
        /** The partition is to be tried again after a pause. */
        void retry(MirroredPartition partition, String reason);

        /** The partition is not to be tried again. */
        void stop(MirroredPartition partition, String reason);

        /** The whole topic is not to be replicated. */
        void refuse(String topic, String reason);
    }

    private final Flow flow;
    private final Admin source;
    private final Admin target;
    private final LedgerRecords records;
    private final LedgerThread ledger;
    private final Lane lane;
    private final Reconciler reconciler;
    private final StartOffsetFinder starts;
    private final Events events;
    private final Troubles troubles;
    private final Duration timeout;
    private final Set<MirroredPartition> known = new HashSet<>();
    private final Map<String, Set<Generation>> begun = new HashMap<>();

    PartitionStarter(
            Flow flow,
            Admin source,
            Admin target,
            LedgerRecords records,
            LedgerThread ledger,
            Lane lane,
            Reconciler reconciler,
            StartOffsetFinder starts,
            Events events,
            Troubles troubles) {
        this.flow = flow;
        this.source = source;
        this.target = target;
        this.records = records;
        this.ledger = ledger;
        this.lane = lane;
        this.reconciler = reconciler;
        this.starts = starts;
        this.events = events;
        this.troubles = troubles;
        this.timeout = flow.config().duration(FlowConfig.ADMIN_TIMEOUT);
    }

    /** Both logs of a partition, as they are before it starts. */
    private record Logs(LogBounds source, LogBounds target) {}

    /**
     * Starts partitions; those that can't start are reported.
     *
     * @param compacted the remote topics whose logs may have holes
     */
    void start(Collection<MirroredPartition> partitions, Set<String> compacted) {
        Map<MirroredPartition, Logs> logs = logs(partitions);
        beginLedgers(logs);
        List<MirroredPartition> ready = new ArrayList<>();
        logs.forEach((partition, both) -> {
            if (known.contains(partition) && prepared(partition, both, compacted)) {
                ready.add(partition);
            }
        });
        // A topic that was refused in between has no ledger any more.
        ready.removeIf(partition -> !known.contains(partition));
        ready.forEach(this::copies);
        lane.add(ready);
    }

    /** The beginning of a topic is told once for all its partitions; a partition that goes on is told by itself. */
    private void copies(MirroredPartition partition) {
        boolean goesOn = partition.standing().state() != PartitionState.STARTING;
        if (partition.stands(PartitionState.COPYING, "") && goesOn) {
            events.tell(new MirrorEvent.PartitionChanged(
                    flow.name(),
                    partition.source().topic(),
                    partition.source().partition(),
                    PartitionState.COPYING,
                    ""));
        }
    }

    private Map<MirroredPartition, Logs> logs(Collection<MirroredPartition> partitions) {
        Answers.Partial<TopicPartition, LogBounds> onSource = Offsets.bounds(
                source, partitions.stream().map(MirroredPartition::source).toList(), timeout);
        Answers.Partial<TopicPartition, LogBounds> onTarget = Offsets.bounds(
                target, partitions.stream().map(MirroredPartition::remote).toList(), timeout);
        Map<MirroredPartition, Logs> logs = new HashMap<>();
        for (MirroredPartition partition : partitions) {
            LogBounds sourceLog = onSource.values().get(partition.source());
            LogBounds targetLog = onTarget.values().get(partition.remote());
            if (sourceLog == null) {
                troubles.retry(partition, unreadable(flow.source(), partition.source(), onSource));
            } else if (targetLog == null) {
                troubles.retry(partition, unreadable(flow.target(), partition.remote(), onTarget));
            } else {
                logs.put(partition, new Logs(sourceLog, targetLog));
            }
        }
        return logs;
    }

    private static String unreadable(
            String alias, TopicPartition partition, Answers.Partial<TopicPartition, LogBounds> answers) {
        Throwable cause = answers.errors().get(partition);
        return "\"" + alias + "\" does not tell the offsets of " + partition + ": "
                + (cause == null ? "no answer" : Answers.describe(cause));
    }

    /** Restores the ledgers that are on the topic, and begins those that are not; they are on the target when this returns. */
    private void beginLedgers(Map<MirroredPartition, Logs> logs) {
        Map<MirroredPartition, LedgerWriter> writers = new HashMap<>();
        List<MirroredPartition> fresh = new ArrayList<>();
        for (MirroredPartition partition : logs.keySet()) {
            if (known.contains(partition)) {
                continue;
            }
            SortedMap<Integer, Chunk> chunks = records.takeChunks(partition.source(), partition.generation());
            if (chunks.isEmpty()) {
                fresh.add(partition);
            } else {
                restored(partition, chunks).ifPresent(writer -> writers.put(partition, writer));
            }
        }
        writers.putAll(freshLedgers(fresh, logs));
        if (!writers.isEmpty()) {
            ledger.ask(keeper -> {
                keeper.begin(writers);
                return true;
            });
            known.addAll(writers.keySet());
            writers.keySet().forEach(partition -> begun.computeIfAbsent(
                            partition.source().topic(), topic -> new HashSet<>())
                    .add(partition.generation()));
        }
    }

    private Optional<LedgerWriter> restored(MirroredPartition partition, SortedMap<Integer, Chunk> chunks) {
        try {
            return Optional.of(LedgerWriter.restored(chunks));
        } catch (IllegalArgumentException e) {
            troubles.stop(
                    partition,
                    "its ledger on \"" + flow.target() + "\" is damaged: " + e.getMessage()
                            + ". Start a flow under another name to copy the topic again");
            return Optional.empty();
        }
    }

    private Map<MirroredPartition, LedgerWriter> freshLedgers(
            Collection<MirroredPartition> fresh, Map<MirroredPartition, Logs> logs) {
        Set<String> refused = new HashSet<>();
        List<MirroredPartition> allowed = new ArrayList<>();
        for (MirroredPartition partition : fresh) {
            LogBounds log = bounds(logs, partition).target();
            if (log.end() > log.start() && flow.existingTopics() == ExistingTopics.REFUSE) {
                refused.add(partition.source().topic());
            } else {
                allowed.add(partition);
            }
        }
        refused.forEach(topic -> troubles.refuse(topic, unknownOrigin(topic)));
        allowed.removeIf(partition -> refused.contains(partition.source().topic()));
        Map<TopicPartition, LogBounds> sources = new HashMap<>();
        logs.forEach((partition, both) -> sources.put(partition.source(), both.source()));
        Map<MirroredPartition, LedgerWriter> writers = new HashMap<>();
        Map<MirroredPartition, Long> offsets = starts.find(allowed, sources);
        allowed.stream()
                .filter(partition -> !offsets.containsKey(partition))
                .forEach(partition -> troubles.retry(
                        partition, "\"" + flow.source() + "\" does not tell where to start in " + partition.source()));
        offsets.forEach((partition, offset) -> {
            LogBounds log = bounds(logs, partition).target();
            long targetStart = flow.existingTopics() == ExistingTopics.ADOPT ? log.start() : log.end();
            writers.put(partition, LedgerWriter.startingAt(offset, targetStart));
        });
        return writers;
    }

    private static Logs bounds(Map<MirroredPartition, Logs> logs, MirroredPartition partition) {
        Logs both = logs.get(partition);
        if (both == null) {
            throw new IllegalStateException(partition + " has no bounds");
        }
        return both;
    }

    private String unknownOrigin(String topic) {
        return "its remote topic \"" + flow.policy().remoteTopic(flow.source(), topic) + "\" on \"" + flow.target()
                + "\" already holds records that this flow did not write. Ways out: delete that topic; "
                + "existingTopics(APPEND) to write behind them; existingTopics(ADOPT) if they are a copy made earlier; "
                + "or another naming policy";
    }

    /** As {@link #prepare}; a partition that can't be compared with its source is tried again, and holds up no other one. */
    private boolean prepared(MirroredPartition partition, Logs logs, Set<String> compacted) {
        try {
            return prepare(partition, logs, compacted);
        } catch (InterruptException e) {
            throw e;
        } catch (MirrorException e) {
            troubles.retry(partition, "it can't be compared with its source: " + e.getMessage());
        } catch (KafkaException e) {
            troubles.retry(partition, "it can't be compared with its source: " + Answers.describe(e));
        }
        return false;
    }

    /** Whether a partition with a ledger may start; a flight is ready then. */
    private boolean prepare(MirroredPartition partition, Logs logs, Set<String> compacted) {
        Ledger state = ledger.ask(keeper -> keeper.settled(partition));
        if (logs.target().end() < state.targetEnd()) {
            troubles.retry(
                    partition,
                    "\"" + flow.target() + "\" has lost records: " + partition.remote() + " ends at "
                            + logs.target().end() + ", and the ledger knows records up to " + state.targetEnd()
                            + ". Restore them, or start a flow under another name to copy the topic again");
            return false;
        }
        if (logs.target().end() > state.targetEnd() && !takeIn(partition, state, logs.target(), compacted)) {
            return false;
        }
        return positioned(partition, logs) && begin(partition, logs.target().end());
    }

    private boolean takeIn(MirroredPartition partition, Ledger state, LogBounds log, Set<String> compacted) {
        boolean adopting = state.records() == 0 && flow.existingTopics() == ExistingTopics.ADOPT;
        RecordMatcher.Holes holes = adopting ? RecordMatcher.Holes.ANY : RecordMatcher.Holes.REPLACED;
        RecordMatcher.Found found = reconciler.unledgered(
                partition,
                state.sourceEnd(),
                Math.max(state.targetEnd(), log.start()),
                log.end(),
                compacted.contains(partition.remote().topic()) ? holes : RecordMatcher.Holes.NONE);
        if (adopting && found.foreign() > 0) {
            troubles.refuse(
                    partition.source().topic(),
                    "it can't be adopted: record " + found.firstForeign() + " of " + partition.remote()
                            + " is no copy of what the source holds. Delete the remote topic, or append to it");
            return false;
        }
        if (found.matched() > 0) {
            ledger.ask(keeper -> keeper.adopt(partition, found));
            events.tell(new MirrorEvent.RecordsAdopted(
                    flow.name(), partition.source().topic(), partition.source().partition(), found.matched()));
        }
        if (found.foreign() > 0 && flow.existingTopics() != ExistingTopics.APPEND) {
            events.tell(new MirrorEvent.ForeignRecords(
                    flow.name(),
                    partition.source().topic(),
                    partition.source().partition(),
                    found.firstForeign(),
                    found.foreign()));
        }
        return true;
    }

    /** Checks the position against the source's log. */
    private boolean positioned(MirroredPartition partition, Logs logs) {
        long position = partition.ledger().sourceEnd();
        if (position < logs.source().start()) {
            long start = logs.source().start();
            ledger.ask(keeper -> keeper.skip(partition, start));
            events.tell(new MirrorEvent.RecordsLost(
                    flow.name(), partition.source().topic(), partition.source().partition(), position, start));
        } else if (position > logs.source().end()) {
            troubles.stop(
                    partition,
                    "the source's log ends at " + logs.source().end() + ", before the position " + position
                            + ": it was truncated, and what was copied from there on is on \"" + flow.target()
                            + "\" alone. Start a flow under another name to copy the topic again");
            return false;
        }
        return true;
    }

    private boolean begin(MirroredPartition partition, long targetEnd) {
        Ledger state = partition.ledger();
        partition.begins(new Flight(state.sourceEnd(), state.leaderEpoch(), Math.max(targetEnd, state.targetEnd())));
        return true;
    }

    /** The generations of a topic whose ledgers were restored or begun in this session, whatever has become of them since. */
    Set<Generation> begun(String topic) {
        return begun.getOrDefault(topic, Set.of());
    }

    /** Forgets partitions, whose ledgers are written a last time. */
    void forget(Collection<MirroredPartition> partitions) {
        List<MirroredPartition> gone = partitions.stream().filter(known::remove).toList();
        if (!gone.isEmpty()) {
            ledger.ask(keeper -> {
                keeper.end(gone);
                return true;
            });
        }
    }
}
