/**
 * The exact offset map of a flow, and everything that MirrorKit keeps on a target cluster, byte by byte.
 *
 * <h2>Terms</h2>
 * <ul>
 *   <li>A <b>run</b> is a stretch of consecutive source offsets that lies at consecutive target offsets. Gaps between runs
 *       are compaction holes, aborted records, transaction markers and filtered records.
 *   <li>An <b>anchor</b> is a merged stretch: where it begins on both sides, how far it reaches, how many records it holds.
 *   <li>A <b>chunk</b> is a handful of runs and anchors in one record of the ledger topic.
 *   <li>A <b>generation</b> says which incarnation of both topics a chunk speaks of.
 * </ul>
 *
 * <h2>Where things lie</h2>
 * See {@link io.mirrorkit.api.ledger.InternalTopics} for the topics, {@link io.mirrorkit.api.ledger.LedgerKey},
 * {@link io.mirrorkit.api.ledger.StatusKey} and {@link io.mirrorkit.api.ledger.ControlKey} for what their records are. Every value of MirrorKit's own begins with a version
 * byte; an unknown one is an {@link io.mirrorkit.api.errors.UnknownVersionException}, and a value that can't be decoded a
 * {@link io.mirrorkit.api.errors.MalformedRecordException}. Checkpoints and heartbeats have MirrorMaker 2's bytes.
 *
 * <h2>Guarantees</h2>
 * <ol>
 *   <li>All types are immutable but {@link io.mirrorkit.api.ledger.LedgerWriter}, and pure: no I/O, no clock.
 *   <li>A look-up never answers a position behind a record that was not read (invariant C).
 * </ol>
 */
@NullMarked
package io.mirrorkit.api.ledger;

import org.jspecify.annotations.NullMarked;
