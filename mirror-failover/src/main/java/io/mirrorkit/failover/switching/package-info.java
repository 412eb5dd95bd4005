@NullMarked
package io.mirrorkit.failover.switching;

import org.jspecify.annotations.NullMarked;
