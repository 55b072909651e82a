/** What a source said about danger and allowed to be done, and the lane and the clock that follow from it. */
@NullMarked
package org.penah.triage.threat;

import org.jspecify.annotations.NullMarked;
