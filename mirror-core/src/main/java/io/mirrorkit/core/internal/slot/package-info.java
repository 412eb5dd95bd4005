/** Ownership: the transactional writer of a slot of the ledger. */
@NullMarked
package io.mirrorkit.core.internal.slot;

import org.jspecify.annotations.NullMarked;
