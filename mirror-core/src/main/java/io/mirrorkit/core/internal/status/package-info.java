/** What is seen of the source, kept on the target for the day when the source is gone. */
@NullMarked
package io.mirrorkit.core.internal.status;

import org.jspecify.annotations.NullMarked;
