/** The sealed tips themselves: files or objects that this service can hand on and delete but not open. */
@NullMarked
package org.penah.triage.blob;

import org.jspecify.annotations.NullMarked;
