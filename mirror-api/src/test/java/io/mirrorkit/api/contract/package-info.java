/**
 * Tests to extend: one class per plug-in interface of {@link io.mirrorkit.api}. A plug-in that passes its contract works with
 * the engine, the failover client and the switching clients.
 *
 * <h2>How</h2>
 *
 * Add {@code io.mirrorkit:mirror-api} once more to the test scope, with {@code <type>test-jar</type>}, and beside it
 * {@code org.junit.jupiter:junit-jupiter}, {@code org.assertj:assertj-core} and {@code net.jqwik:jqwik}. Then extend:
 *
 * <pre>{@code
 * class RegionNamingTest extends ReplicationPolicyContract {
 *     @Override
 *     protected ReplicationPolicy policy() {
 *         return new RegionNaming();
 *     }
 * }
 * }</pre>
 *
 * <h2>Facts</h2>
 * <ol>
 *   <li>A contract mixes JUnit Jupiter tests and jqwik properties; each engine runs its own, in the class that extends.
 *   <li>A property that fails prints the smallest arguments that it found, and the seed to run them again.
 *   <li>The method that gives the plug-in is called many times and has to give a new instance each time, made from the same
 *       settings: contracts compare instances, as two processes of one flow do.
 *   <li>Methods to override are {@code protected}; the laws themselves can't be overridden.
 * </ol>
 */
@NullMarked
package io.mirrorkit.api.contract;

import org.jspecify.annotations.NullMarked;
