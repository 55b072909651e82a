/** The service's one clock. */
@NullMarked
package org.penah.triage.clock;

import org.jspecify.annotations.NullMarked;
