package io.mirrorkit.core.internal.lane.wire;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.message.FetchResponseData;
import org.jspecify.annotations.Nullable;

/**
 * Which batches of one fetch response belong to aborted transactions. The response lists the transactions; a batch has one producer, so it is
 * aborted or not as a whole. Asked about the batches of the response in order.
 */
final class AbortedTransactions {

    static final AbortedTransactions NONE = new AbortedTransactions(List.of());

    private final Deque<FetchResponseData.AbortedTransaction> ahead;
    private final Set<Long> producers = new HashSet<>();

    private AbortedTransactions(List<FetchResponseData.AbortedTransaction> listed) {
        this.ahead = new ArrayDeque<>(listed);
    }

    static AbortedTransactions of(@Nullable List<FetchResponseData.AbortedTransaction> listed) {
        return listed == null || listed.isEmpty()
                ? NONE
                : new AbortedTransactions(listed.stream()
                        .sorted(Comparator.comparingLong(FetchResponseData.AbortedTransaction::firstOffset))
                        .toList());
    }

    /** Whether a batch is to be left out. */
    boolean covers(ByteBuffer log, int at) {
        if (ahead.isEmpty() && producers.isEmpty()) {
            return false;
        }
        long last = BatchHeader.lastOffset(log, at);
        while (!ahead.isEmpty() && ahead.getFirst().firstOffset() <= last) {
            producers.add(ahead.removeFirst().producerId());
        }
        return BatchHeader.magic(log, at) == BatchHeader.FORMAT
                && BatchHeader.isTransactional(log, at)
                && producers.contains(BatchHeader.producerId(log, at));
    }

    /** Whether any batch to come may be left out. */
    boolean mayCover() {
        return !ahead.isEmpty() || !producers.isEmpty();
    }

    /** The marker that ends an aborted transaction was passed. */
    void ended(long producerId) {
        producers.remove(producerId);
    }
}
