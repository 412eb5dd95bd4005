/** What a lane is: the way records travel from a source to a target. */
@NullMarked
package io.mirrorkit.core.internal.lane;

import org.jspecify.annotations.NullMarked;
