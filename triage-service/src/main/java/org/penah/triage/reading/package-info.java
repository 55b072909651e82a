/** A member reads: the list, one tip and its sealed file; the first look is told to the tip's source. */
@NullMarked
package org.penah.triage.reading;

import org.jspecify.annotations.NullMarked;
