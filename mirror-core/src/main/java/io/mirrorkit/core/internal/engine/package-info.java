/** Life cycle and wiring: one session per period of ownership, and the supervisor that opens the next one. */
@NullMarked
package io.mirrorkit.core.internal.engine;

import org.jspecify.annotations.NullMarked;
