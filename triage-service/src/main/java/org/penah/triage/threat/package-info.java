/** A source's report of danger and consents, and the lane and the clock that follow from them. */
@NullMarked
package org.penah.triage.threat;

import org.jspecify.annotations.NullMarked;
