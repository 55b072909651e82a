/** The journal of staff's deeds and sources' withdrawals: append-only by grant, each entry chained to the one before by its hash. */
@NullMarked
package org.penah.triage.journal;

import org.jspecify.annotations.NullMarked;
