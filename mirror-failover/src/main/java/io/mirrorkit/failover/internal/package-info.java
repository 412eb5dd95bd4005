/**
 * How the failover client reads a target cluster: topics to their end, what lies in them, and what the cluster holds now. Not part of
 * the API. Nothing here knows a plan; the package above makes plans of what is read here.
 */
@NullMarked
package io.mirrorkit.failover.internal;

import org.jspecify.annotations.NullMarked;
