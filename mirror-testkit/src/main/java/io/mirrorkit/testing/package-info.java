/**
 * Brokers, networks and records for the tests of this project; not published.
 *
 * <ol>
 *   <li>{@link io.mirrorkit.testing.EmbeddedCluster} is a KRaft cluster in this JVM: the fast choice, and the one whose brokers can be
 *       stopped and started in good order.
 *   <li>{@link io.mirrorkit.testing.BrokerProcess} is one broker in a JVM of its own: the choice where it must die or freeze.
 *   <li>{@link io.mirrorkit.testing.LoopbackProxy} is the network in front of a broker: slow, hanging or cut.
 *   <li>{@link io.mirrorkit.testing.Records} writes, reads and compares records.
 * </ol>
 *
 * <p>Client ports are taken from below the range of ephemeral ports and stay the same for the life of a cluster, stopped and started
 * brokers included, so that nothing else takes a port while its broker is away.
 */
@NullMarked
package io.mirrorkit.testing;

import org.jspecify.annotations.NullMarked;
