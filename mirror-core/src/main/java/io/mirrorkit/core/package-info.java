/**
 * The replication engine.
 *
 * <p>{@link io.mirrorkit.core.MirrorEngine} runs {@link io.mirrorkit.api.Flow}s inside an application: it starts no thread before
 * {@code start()} and leaves none after {@code close()}, never calls {@code System.exit}, adds no shutdown hook and has no static
 * state, so two engines in one JVM don't disturb each other.
 *
 * <h2>Threads</h2>
 * <ol>
 *   <li>Per flow: a supervisor, and while the flow runs a control, a lane, a ledger, a groups and a status thread, all named
 *       {@code mirrorkit-<flow>-…} and daemons, beside those of the Kafka clients.
 *   <li>One listener thread per engine calls the {@link io.mirrorkit.api.MirrorListener}.
 *   <li>All methods of the public types are thread-safe.
 * </ol>
 *
 * <h2>Memory</h2>
 * One byte budget ({@code memory.bytes}, 128 MiB by default) bounds what lies between reading and acknowledgement in all flows; each
 * flow's ledger has a budget of its own ({@link io.mirrorkit.api.FlowConfig#LEDGER_MEMORY}).
 */
@NullMarked
package io.mirrorkit.core;

import org.jspecify.annotations.NullMarked;
