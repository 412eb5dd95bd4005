/** Clients of one cluster: how they are configured, and how their errors read. */
@NullMarked
package io.mirrorkit.core.internal.cluster;

import org.jspecify.annotations.NullMarked;
