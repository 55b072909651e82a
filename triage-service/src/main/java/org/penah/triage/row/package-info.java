/** Rows of the database that cannot be read, and how the others go on without them. */
@NullMarked
package org.penah.triage.row;

import org.jspecify.annotations.NullMarked;
