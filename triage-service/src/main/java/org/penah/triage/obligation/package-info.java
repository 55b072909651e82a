/** What staff owe a source, and by which day. */
@NullMarked
package org.penah.triage.obligation;

import org.jspecify.annotations.NullMarked;
