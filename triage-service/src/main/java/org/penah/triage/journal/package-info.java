/** The journal of the staff's deeds: append-only by grant, each entry chained to the one before by its hash. */
@NullMarked
package org.penah.triage.journal;

import org.jspecify.annotations.NullMarked;
