package io.mirrorkit.core.internal.lane.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What was fetched of a partition and not sent yet, in order. Belongs to a lane's worker. */
final class Inbox {

    private final Deque<Fetched> fetched = new ArrayDeque<>();
    private long position;
    private int leaderEpoch;
    private long bytes;

    /**
     * An empty inbox.
     *
     * @param position the source offset to begin at
     * @param leaderEpoch the source leader epoch there, or -1
     */
    Inbox(long position, int leaderEpoch) {
        this.position = position;
        this.leaderEpoch = leaderEpoch;
    }

    void add(Fetched more) {
        if (more.hasNext()) {
            fetched.add(more);
            bytes += more.remaining();
        } else {
            more.release();
        }
    }

    /** The fetch whose next batch is the next of all, or null. */
    @Nullable
    Fetched head() {
        return fetched.peekFirst();
    }

    Fetched mustHead() {
        return fetched.getFirst();
    }

    /** Whether there is a batch behind the next one. */
    boolean hasBehindHead() {
        Fetched head = mustHead();
        return fetched.size() > 1 || BatchHeader.sizeInBytes(head.log(), head.at()) < head.remaining();
    }

    /** The next batch was taken, or holds nothing to copy. */
    void advance() {
        Fetched head = mustHead();
        position = Math.max(position, BatchHeader.lastOffset(head.log(), head.at()) + 1);
        if (BatchHeader.magic(head.log(), head.at()) == BatchHeader.FORMAT) {
            leaderEpoch = Math.max(leaderEpoch, BatchHeader.leaderEpoch(head.log(), head.at()));
        }
        int before = head.remaining();
        head.advance();
        bytes -= before - head.remaining();
        if (!head.hasNext()) {
            fetched.removeFirst();
            head.release();
        }
    }

    /** Everything below this source offset was taken. */
    long position() {
        return position;
    }

    /** The source leader epoch of what was taken last, or -1. */
    int leaderEpoch() {
        return leaderEpoch;
    }

    /** Bytes that were fetched and not taken. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return fetched.isEmpty();
    }

    /** Lets go of the memory that is shared with other partitions. */
    void detach() {
        fetched.forEach(Fetched::detach);
    }

    void clear() {
        fetched.forEach(Fetched::release);
        fetched.clear();
        bytes = 0;
    }
}
