/**
 * What users of MirrorKit call and what they implement.
 *
 * <h2>Words</h2>
 * <ul>
 *   <li><b>Cluster alias</b>: the short name that configuration gives a Kafka cluster, such as {@code primary}.
 *   <li><b>Flow</b>: one direction of replication, from a source to a target cluster ({@link io.mirrorkit.api.Flow}).
 *   <li><b>Remote topic</b>: the topic on the target that holds a source topic's records. Its name comes from the
 *       flow's {@link io.mirrorkit.api.ReplicationPolicy}.
 *   <li><b>Ledger</b>: the exact offset map of a flow, kept on the target
 *       ({@link io.mirrorkit.api.ledger.Ledger}).
 * </ul>
 *
 * <h2>Three readers</h2>
 * <ol>
 *   <li><b>Users</b> build a {@link io.mirrorkit.api.Flow} and give it to the engine and to the failover client.
 *   <li><b>Implementers</b> write a {@link io.mirrorkit.api.ReplicationPolicy}, a {@link io.mirrorkit.api.TopicFilter},
 *       {@link io.mirrorkit.api.GroupFilter} or {@link io.mirrorkit.api.ConfigFilter}, a
 *       {@link io.mirrorkit.api.CycleDetector} or an {@link io.mirrorkit.api.OffsetTranslator}, and test it by
 *       extending the matching contract class of this module's test-jar.
 *   <li><b>Maintainers</b> find the plan of the house in {@code docs/design}.
 * </ol>
 *
 * <h2>Guarantees of every type here</h2>
 * <ol>
 *   <li>Values are immutable and safe to share between threads.
 *   <li>Nothing is {@code null} unless its signature says so.
 *   <li>No type of this package starts a thread, reads a clock or talks to a cluster.
 *   <li>Plug-ins are called from more than one thread and have to be thread-safe; they must not block.
 * </ol>
 */
@NullMarked
package io.mirrorkit.api;

import org.jspecify.annotations.NullMarked;
