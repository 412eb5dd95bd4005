/**
 * The wire lane: record batches travel from the source's brokers to the target's as they are, compressed, with a few bytes of their headers
 * rewritten. One worker thread per flow, with one selector for both clusters.
 *
 * <p>The way of a batch: {@code SourceReader} fetches; {@code Fetched} looks over its shape; {@code BatchPicker} decides whether it passes, is
 * opened ({@code Rebuilder}), or holds nothing to copy; {@code Outbox} gives it its sequence and keeps it until it is acknowledged;
 * {@code TargetWriter} sends it and hears the answer; {@code Flight} takes its runs to the ledger.
 *
 * <p>Memory: responses are received into buffers outside the heap ({@code BufferPool}), batches are rewritten in place and written from
 * there. A buffer goes back when the last batch in it is acknowledged and no request refers to it any more.
 *
 * <p>Integrity: a batch that passes is never read here. Its checksum is carried over the change of its header ({@code Crc32cShift}), so that
 * the target checks the payload against what the producer wrote. Whatever is decided by a batch's content (to open it, to leave it out) is
 * decided after its checksum was found right.
 *
 * <p>This package, and no other, uses classes of kafka-clients that are not public; they are those of 4.3. {@code WireProbe} tells whether
 * the version on the class path has them, and itself uses none.
 *
 * <p>Sources: KIP-98 (format and idempotence), KIP-101, KIP-320 (leader epochs), KIP-227 (fetch sessions), KIP-392 (closest replica), KIP-516
 * (topic ids), and the protocol pages of Kafka's documentation.
 */
@NullMarked
package io.mirrorkit.core.internal.lane.wire;

import org.jspecify.annotations.NullMarked;
