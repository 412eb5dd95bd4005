/** Replicates two topics, loses a cluster, moves a consumer group to the other one, and proves that no record was missed or read twice. */
@NullMarked
package io.mirrorkit.examples.quickstart;

import org.jspecify.annotations.NullMarked;
