/** Discovery, creation, growth and re-creation of topics. */
@NullMarked
package io.mirrorkit.core.internal.topics;

import org.jspecify.annotations.NullMarked;
