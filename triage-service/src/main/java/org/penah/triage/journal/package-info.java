/** The journal of deeds, the staff's and what sources take back: append-only by grant, each entry chained to the one before by its hash. */
@NullMarked
package org.penah.triage.journal;

import org.jspecify.annotations.NullMarked;
