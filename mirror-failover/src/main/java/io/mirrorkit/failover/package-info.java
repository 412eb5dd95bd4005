/**
 * Moves groups to the target cluster of a flow, at the very offset, with the target alone.
 *
 * <h2>Terms</h2>
 * <ul>
 *   <li>A <b>plan</b> says for each source partition of a group where the group would go on on the target
 *       ({@link io.mirrorkit.failover.Decision.Seek}), or why that can't be said ({@link io.mirrorkit.failover.Decision.Hold}). It is complete,
 *       or says what it lacks ({@link io.mirrorkit.failover.Completeness}); it changes nothing until it is applied.
 *   <li><b>Evidence</b> is what lies on the target: the flow's ledger, its status topic, checkpoints, and the remote topics themselves. The
 *       engine, or MirrorMaker 2, wrote it while the source was there, so it has an age.
 * </ul>
 *
 * <h2>How a plan comes about</h2>
 * <ol>
 *   <li>Where the groups stand on the source is read from {@code __mirror-status.<flow>}, or from {@code <source>.checkpoints.internal} where
 *       there is no status topic.
 *   <li>Their offsets are translated by {@code __mirror-ledger.<flow>}, for the incarnations of both topics that are there now. Where there is
 *       no ledger, the checkpoints' own translations are taken, which lie at or before the right offset.
 *   <li>In a part of the ledger that was merged to save space, the very offset is found by counting records on the target, where the source
 *       had no holes and the remote topic is not compacted.
 * </ol>
 *
 * <h2>Guarantees</h2>
 * <ol>
 *   <li>The source cluster is never contacted, and nothing is written but by {@code apply} (invariants G, H).
 *   <li>No offset lies behind a record that the group had not read when the evidence was taken; none carries a leader epoch (invariant C).
 *   <li>A deadline makes a plan incomplete, never shorter without saying so (invariant I).
 *   <li>Values are immutable; {@link io.mirrorkit.failover.FailoverClient} is thread-safe, and blocks no longer than its deadline.
 * </ol>
 *
 * <h2>What the user needs on the target</h2>
 * Describe and Read on the topics named above, Describe on the remote topics (and Read, for counting), DescribeConfigs on them for counting,
 * Describe and Read on the groups to apply a plan.
 */
@NullMarked
package io.mirrorkit.failover;

import org.jspecify.annotations.NullMarked;
