/**
 * MirrorKit's exceptions: one unchecked root, {@link io.mirrorkit.api.errors.MirrorException}, and a few leaves. Each says whether the
 * same call may succeed later, and what the operator should do.
 */
@NullMarked
package io.mirrorkit.api.errors;

import org.jspecify.annotations.NullMarked;
