/**
 * The client lane: KafkaConsumer to KafkaProducer, {@code ClientLanes.WORKERS} worker threads per flow, which share
 * nothing.
 *
 * <p>Threads: the worker owns {@code ClientLane} and the sending side of {@code PartitionCopy}; the producer's I/O thread calls
 * back into the acknowledging side; the ledger's thread drains {@code AckedRuns}. Per record there is no object, lock or log call
 * of ours on any of them: callbacks are shared by up to {@code PartitionCopy.RECORDS_PER_CALLBACK} records of one run.
 */
@NullMarked
package io.mirrorkit.core.internal.lane.client;

import org.jspecify.annotations.NullMarked;
