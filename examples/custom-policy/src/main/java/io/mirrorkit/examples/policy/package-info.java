/** A naming policy of one's own, and how to test it. */
@NullMarked
package io.mirrorkit.examples.policy;

import org.jspecify.annotations.NullMarked;
