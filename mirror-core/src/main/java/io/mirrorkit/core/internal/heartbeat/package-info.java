/** Signs of life in MirrorMaker 2's bytes. */
@NullMarked
package io.mirrorkit.core.internal.heartbeat;

import org.jspecify.annotations.NullMarked;
