/** Sets aside rows of the database that cannot be read, so that the others still work. */
@NullMarked
package org.penah.triage.row;

import org.jspecify.annotations.NullMarked;
