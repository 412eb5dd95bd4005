/**
 * Runs MirrorKit from an {@code mm2.properties} file, and the commands of the day on which a cluster is lost.
 *
 * <p>What is pure (the file, its keys, what they amount to) knows nothing of clusters; what talks to clusters knows nothing of keys:
 * {@link io.mirrorkit.examples.runner.FlowLoader} stands between the two.
 */
@NullMarked
package io.mirrorkit.examples.runner;

import org.jspecify.annotations.NullMarked;
