/** Writing, restoring and reconciling the ledger. */
@NullMarked
package io.mirrorkit.core.internal.ledger;

import org.jspecify.annotations.NullMarked;
