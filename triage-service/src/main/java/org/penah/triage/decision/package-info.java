/** What sources decide about their own tips, and sign: to take back a consent, or to erase everything. */
@NullMarked
package org.penah.triage.decision;

import org.jspecify.annotations.NullMarked;
