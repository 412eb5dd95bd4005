/**
 * Clients that move between two clusters by themselves, and the calls that move them.
 *
 * <h2>Three readers</h2>
 * <ul>
 *   <li>An <b>application</b> has one {@link io.mirrorkit.failover.switching.ClusterSwitch} an instance, and builds its clients with
 *       {@link io.mirrorkit.failover.switching.SwitchableConsumer} and {@link io.mirrorkit.failover.switching.SwitchableProducer}.
 *   <li>An <b>operator</b> has a {@link io.mirrorkit.failover.switching.SwitchControl}: reads the state with one call, switches without a
 *       plan when a cluster is lost, or with a {@link io.mirrorkit.failover.switching.PlannedSwitch} when both run.
 *   <li>A <b>maintainer</b> finds the bytes in {@link io.mirrorkit.api.ledger.ControlState}, {@link io.mirrorkit.api.ledger.MemberStatus} and
 *       {@link io.mirrorkit.api.ledger.HandOver}.
 * </ul>
 *
 * <h2>The state</h2>
 * <ol>
 *   <li>It lies in the topic {@code __mirror-control} of both clusters: one record an application, with an epoch and a uuid. It is changed by
 *       compare-and-set on the cluster that becomes active, under a transactional id of the application's own; the other copy follows.
 *   <li>The higher epoch counts, so the copy of a cluster that was lost loses when it is back. Two changes of one epoch contradict each other:
 *       all clients stop until the next change.
 *   <li>Two clusters have no quorum. An instance that sees only the cluster that is given up works on there until it sees more; one that sees
 *       neither stops when its lease ends, if it is to.
 * </ol>
 *
 * <h2>The hand-over of a group</h2>
 * <ol>
 *   <li>When a change stops them, members write where they were under the new epoch: position and last commit of each partition, with the
 *       group's generation. The newest generation is believed, and of two claims the one further back (invariant C).
 *   <li>The first member in order merges that, as soon as all have written or the deadline has come; late ones are named. Partitions that nobody
 *       spoke of are looked up in the group's commits on the old cluster, and if that does not answer in the engine's last word.
 *   <li>The offsets are translated through the ledger, forwards or backwards, and committed for the group: what the application had committed,
 *       with the position as a mark in the commit's metadata. Then the hand-over's record is written, and everybody joins.
 *   <li>Who is assigned a partition first goes on at the mark and takes it away. From then on commits count, as in any group.
 * </ol>
 *
 * <h2>What the user needs on both clusters</h2>
 * Create, Describe, Read and Write on topic {@code __mirror-control}; Write and Describe on transactional id {@code
 * __mirror-control-<application>}; Describe on topics; Describe and Read on the application's groups; and what
 * {@link io.mirrorkit.failover.FailoverClient} needs.
 */
@NullMarked
package io.mirrorkit.failover.switching;

import org.jspecify.annotations.NullMarked;
