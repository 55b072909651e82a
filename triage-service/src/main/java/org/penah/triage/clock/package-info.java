/** The service's one clock, and what counts time where that may be set. */
@NullMarked
package org.penah.triage.clock;

import org.jspecify.annotations.NullMarked;
