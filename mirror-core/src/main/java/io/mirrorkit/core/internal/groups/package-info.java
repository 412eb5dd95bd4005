/** Checkpoints and group sync. */
@NullMarked
package io.mirrorkit.core.internal.groups;

import org.jspecify.annotations.NullMarked;
