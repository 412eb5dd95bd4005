/**
 * Runs MirrorMaker 2 and MirrorKit's lanes in turn between the same two brokers, and tells in numbers how they do.
 *
 * <ol>
 *   <li>{@link io.mirrorkit.examples.benchmark.Benchmark} is the program; {@link io.mirrorkit.examples.benchmark.Options} its command line.
 *   <li>A {@link io.mirrorkit.examples.benchmark.Contestant} copies, in a JVM of its own ({@link
 *       io.mirrorkit.examples.benchmark.CopyProcess}) with the same arguments and the same class path for all of them.
 *   <li>A {@link io.mirrorkit.examples.benchmark.Scenario} measures one contestant at a time: throughput, latency, start-up, idling and
 *       switching.
 *   <li>{@link io.mirrorkit.examples.benchmark.Results} are written as a table, as JSON and as a chart, and placed in the documents.
 * </ol>
 *
 * <p>One thread drives everything, and one copying process runs at a time.
 */
@NullMarked
package io.mirrorkit.examples.benchmark;

import org.jspecify.annotations.NullMarked;
