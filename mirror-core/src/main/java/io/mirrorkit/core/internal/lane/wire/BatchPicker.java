package io.mirrorkit.core.internal.lane.wire;

import io.mirrorkit.core.internal.lane.LaneCounters;
import io.mirrorkit.core.internal.lane.LaneCounters.Absent;
import io.mirrorkit.core.internal.lane.LaneCounters.Opened;
import io.mirrorkit.core.internal.lane.MirroredPartition.TopicLimits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * Decides for each fetched batch whether it passes, is opened, or holds nothing to copy, and makes of it what is sent.
 *
 * <p>A batch that passes is not checked here: the target does that, with a checksum that is still the producer's (see
 * {@link Crc32cShift}). What is opened or left out is checked first, for nobody would notice otherwise. Belongs to a lane's worker.
 */
final class BatchPicker {

    /** Room for what a codec may add to bytes that it can't compress, and for the header. */
    private static final int EXPANSION = 64;

    private final BatchHeader header;
    private final Rebuilder rebuilder;
    private final RepackRule rule;
    private final LaneCounters counters;

    BatchPicker(BatchHeader header, Rebuilder rebuilder, RepackRule rule, LaneCounters counters) {
        this.header = header;
        this.rebuilder = rebuilder;
        this.rule = rule;
        this.counters = counters;
    }

    /**
     * Takes from an inbox what can be sent next.
     *
     * @param limits what the remote topic takes
     * @return batches in order; none if the inbox held nothing (more) to copy
     * @throws MalformedBatchException if the source's bytes can't be read; the inbox's position is before them
     */
    List<OutBatch> next(Inbox inbox, WireLimits limits) {
        for (Fetched fetched = inbox.head(); fetched != null; fetched = inbox.head()) {
            ByteBuffer log = fetched.log();
            int at = fetched.at();
            if (isNothing(inbox, fetched, log, at)) {
                inbox.advance();
                continue;
            }
            Opened why = reasonToOpen(inbox, log, at, limits);
            if (why == null) {
                return List.of(pass(inbox, fetched, log, at));
            }
            List<OutBatch> built = open(inbox, why, limits);
            if (!built.isEmpty()) {
                return built;
            }
        }
        return List.of();
    }

    /** Whether a batch holds nothing to copy; if so, that is counted. */
    private boolean isNothing(Inbox inbox, Fetched fetched, ByteBuffer log, int at) {
        boolean aborted = fetched.aborted().covers(log, at);
        long last = BatchHeader.lastOffset(log, at);
        if (last < inbox.position()) {
            return true;
        }
        if (BatchHeader.magic(log, at) < BatchHeader.FORMAT) {
            return false;
        }
        if (BatchHeader.isControl(log, at)) {
            check(log, at);
            if (isAbortMarker(log, at)) {
                fetched.aborted().ended(BatchHeader.producerId(log, at));
            }
            count(inbox, Absent.CONTROL, log, at);
            return true;
        }
        if (aborted) {
            check(log, at);
            count(inbox, Absent.ABORTED, log, at);
            return true;
        }
        if (BatchHeader.recordCount(log, at) == 0) {
            check(log, at);
            count(inbox, Absent.COMPACTED, log, at);
            return true;
        }
        return false;
    }

    /** Counts a batch without records for the target; offsets between it and the position were removed by compaction. */
    private void count(Inbox inbox, Absent why, ByteBuffer log, int at) {
        long from = Math.max(inbox.position(), BatchHeader.baseOffset(log, at));
        counters.absent(Absent.COMPACTED, from - inbox.position());
        counters.absent(why, BatchHeader.lastOffset(log, at) + 1 - from);
    }

    private void check(ByteBuffer log, int at) {
        if (!header.isIntact(log, at)) {
            throw new MalformedBatchException(
                    "the checksum of the batch at offset " + BatchHeader.baseOffset(log, at) + " does not fit");
        }
    }

    private static boolean isAbortMarker(ByteBuffer log, int at) {
        ByteBuffer entry = log.slice(at, BatchHeader.sizeInBytes(log, at));
        RecordBatch batch =
                MemoryRecords.readableRecords(entry).batches().iterator().next();
        for (Record marker : batch) {
            return ControlRecordType.parse(marker.key()) == ControlRecordType.ABORT;
        }
        return false;
    }

    private @Nullable Opened reasonToOpen(Inbox inbox, ByteBuffer log, int at, WireLimits limits) {
        if (BatchHeader.magic(log, at) < BatchHeader.FORMAT) {
            return Opened.OLD_FORMAT;
        }
        if (BatchHeader.baseOffset(log, at) < inbox.position()) {
            return Opened.CROPPED;
        }
        if (BatchHeader.lastOffsetDelta(log, at) + 1L != BatchHeader.recordCount(log, at)) {
            return Opened.COMPACTED;
        }
        if (BatchHeader.hasLogAppendTime(log, at)) {
            return Opened.LOG_APPEND_TIME;
        }
        int codec = BatchHeader.codec(log, at);
        if (codec != limits.codec().orElse(codec)) {
            return Opened.CODEC;
        }
        int size = BatchHeader.sizeInBytes(log, at);
        if (size > limits.maxBatchBytes()) {
            return BatchHeader.recordCount(log, at) == 1 ? null : Opened.TOO_LARGE;
        }
        return inbox.hasBehindHead() && rule.joins(size, codec) ? Opened.REPACKED : null;
    }

    private OutBatch pass(Inbox inbox, Fetched fetched, ByteBuffer log, int at) {
        long base = BatchHeader.baseOffset(log, at);
        int records = BatchHeader.recordCount(log, at);
        counters.absent(Absent.COMPACTED, base - inbox.position());
        counters.passed(records, BatchHeader.sizeInBytes(log, at));
        OutBatch batch = new OutBatch(
                log,
                at,
                SourceRuns.of(base, records),
                base + records,
                BatchHeader.leaderEpoch(log, at),
                fetched.hold());
        inbox.advance();
        return batch;
    }

    /** Opens the next batch and, as long as joining pays, those behind it. */
    private List<OutBatch> open(Inbox inbox, Opened why, WireLimits limits) {
        long began = System.nanoTime();
        int codec = codecFor(inbox, limits);
        int allowed = limits.maxBatchBytes() - limits.maxBatchBytes() / EXPANSION - BatchHeader.SIZE;
        int joined = Math.max(1, rule.size(allowed));
        List<OutBatch> built = new ArrayList<>();
        rebuilder.begin(codec, largest(why, joined, allowed), built);
        long from = inbox.position();
        long opened;
        try {
            opened = openHead(inbox, why);
            while (built.isEmpty() && joinsNext(inbox, codec, limits, joined)) {
                opened += openHead(inbox, Opened.REPACKED);
            }
            rebuilder.finish(inbox.position());
        } catch (MalformedBatchException e) {
            built.forEach(OutBatch::release);
            throw e;
        }
        rule.took(System.nanoTime() - began, opened, codec);
        long records = 0;
        for (OutBatch batch : built) {
            records += batch.records();
            counters.built(batch.records(), batch.sizeInBytes());
        }
        counters.absent(Absent.COMPACTED, inbox.position() - from - records);
        return built;
    }

    /** What has fitted before, and becomes no larger, needs no limit. */
    private static int largest(Opened why, int joined, int allowed) {
        return switch (why) {
            case CROPPED, COMPACTED, LOG_APPEND_TIME -> Integer.MAX_VALUE;
            case REPACKED -> joined;
            default -> Math.max(1, allowed);
        };
    }

    private int codecFor(Inbox inbox, WireLimits limits) {
        Fetched fetched = inbox.mustHead();
        return limits.codec().orElseGet(() -> BatchHeader.codec(fetched.log(), fetched.at()));
    }

    private long openHead(Inbox inbox, Opened why) {
        Fetched fetched = inbox.mustHead();
        ByteBuffer log = fetched.log();
        int at = fetched.at();
        if (BatchHeader.magic(log, at) == BatchHeader.FORMAT) {
            check(log, at);
        }
        rebuilder.add(log, at, inbox.position());
        counters.opened(why);
        int size = BatchHeader.sizeInBytes(log, at);
        inbox.advance();
        return size;
    }

    /** Whether the next batch may travel in the batch that is being built. */
    private boolean joinsNext(Inbox inbox, int codec, WireLimits limits, int size) {
        Fetched fetched = inbox.head();
        if (fetched == null || rebuilder.pending() >= size) {
            return false;
        }
        ByteBuffer log = fetched.log();
        int at = fetched.at();
        if (BatchHeader.magic(log, at) < BatchHeader.FORMAT
                || BatchHeader.isControl(log, at)
                || (BatchHeader.isTransactional(log, at) && fetched.aborted().mayCover())
                || BatchHeader.recordCount(log, at) == 0
                || BatchHeader.hasLogAppendTime(log, at)) {
            return false;
        }
        int own = BatchHeader.codec(log, at);
        return codec == limits.codec().orElse(own)
                && rebuilder.pending() + BatchHeader.sizeInBytes(log, at) <= size
                && rule.joins(BatchHeader.sizeInBytes(log, at), own);
    }

    /** Whether a batch's checksum fits. */
    boolean isIntact(OutBatch batch) {
        return header.isIntact(batch.log(), batch.at());
    }

    /**
     * Breaks a batch that the target refused into two, so that the record that it refused is found.
     *
     * @param record the record that it named, or -1
     * @throws MalformedBatchException if it is damaged, which the target need not have noticed
     */
    List<OutBatch> split(OutBatch refused, int record) {
        check(refused.log(), refused.at());
        int middle = refused.records() / 2;
        List<int[]> ranges = new ArrayList<>();
        if (record < 0 || record >= refused.records()) {
            ranges.add(new int[] {0, middle});
            ranges.add(new int[] {middle, refused.records()});
        } else {
            ranges.add(new int[] {0, record});
            ranges.add(new int[] {record, record + 1});
            ranges.add(new int[] {record + 1, refused.records()});
        }
        counters.opened(Opened.REFUSED);
        List<OutBatch> parts = new ArrayList<>();
        try {
            for (int[] range : ranges) {
                if (range[0] < range[1]) {
                    long end = range[1] == refused.records() ? refused.endOffset() : refused.offsetOf(range[1]);
                    rebuilder.begin(BatchHeader.codec(refused.log(), refused.at()), Integer.MAX_VALUE, parts);
                    rebuilder.addRange(refused.log(), refused.at(), refused, range[0], range[1]);
                    rebuilder.finish(end);
                }
            }
        } catch (MalformedBatchException e) {
            parts.forEach(OutBatch::release);
            throw e;
        }
        return parts.stream().map(OutBatch::countedBefore).toList();
    }

    /** What the remote topic takes. */
    record WireLimits(Optional<Integer> codec, int maxBatchBytes) {

        /** From the topic's configs. */
        static WireLimits of(TopicLimits configs) {
            return new WireLimits(
                    configs.compression().isEmpty()
                            ? Optional.empty()
                            : Optional.of((int) CompressionType.forName(configs.compression()).id),
                    configs.maxMessageBytes());
        }

        /** The same, with room for less. */
        WireLimits below(int bytes) {
            return new WireLimits(codec, Math.min(maxBatchBytes, bytes - 1));
        }
    }
}
