package io.mirrorkit.core.internal.status;

import io.mirrorkit.core.internal.cluster.Answers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Finds out which transaction holds a partition's readable end back.
 *
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-664%3A+Provide+tooling+to+detect+and+abort+hanging+transactions">KIP-664</a>
 */
final class TransactionFinder {

    private final Admin source;
    private final Duration timeout;

    TransactionFinder(Admin source, Duration timeout) {
        this.source = source;
        this.timeout = timeout;
    }

    /** A sentence that names the transaction and the way out. */
    String describe(TopicPartition partition, long stableEnd) {
        try {
            Optional<ProducerState> oldest = oldest(partition);
            if (oldest.isEmpty()) {
                return "an open transaction holds the readable end at " + stableEnd
                        + ". Look for it with kafka-transactions.sh find-hanging";
            }
            long start = oldest.get().currentTransactionStartOffset().orElse(stableEnd);
            return name(oldest.get()) + ", open since offset " + start + ", holds the readable end at " + stableEnd
                    + ". Let its producer commit or abort it, or: kafka-transactions.sh abort --topic "
                    + partition.topic() + " --partition " + partition.partition() + " --start-offset " + start;
        } catch (ExecutionException | TimeoutException e) {
            return "an open transaction holds the readable end at " + stableEnd + "; its name could not be found out ("
                    + Answers.describe(e.getCause() == null ? e : e.getCause())
                    + "). Look for it with kafka-transactions.sh find-hanging";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    private Optional<ProducerState> oldest(TopicPartition partition)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, DescribeProducersResult.PartitionProducerState> states =
                source.describeProducers(List.of(partition)).all().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        DescribeProducersResult.PartitionProducerState state = states.get(partition);
        return state == null
                ? Optional.empty()
                : state.activeProducers().stream()
                        .filter(producer ->
                                producer.currentTransactionStartOffset().isPresent())
                        .min((a, b) -> Long.compare(
                                a.currentTransactionStartOffset().getAsLong(),
                                b.currentTransactionStartOffset().getAsLong()));
    }

    private String name(ProducerState state) throws ExecutionException, InterruptedException, TimeoutException {
        ListTransactionsOptions options = new ListTransactionsOptions().filterProducerIds(Set.of(state.producerId()));
        return source.listTransactions(options).all().get(timeout.toMillis(), TimeUnit.MILLISECONDS).stream()
                .findFirst()
                .map(TransactionListing::transactionalId)
                .map(id -> "transaction \"" + id + "\"")
                .orElse("the transaction of producer " + state.producerId());
    }
}
