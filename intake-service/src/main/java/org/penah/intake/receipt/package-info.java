/** Derives a receipt's keys in memory for one request, off the threads that serve the others, and wipes them. */
@NullMarked
package org.penah.intake.receipt;

import org.jspecify.annotations.NullMarked;
