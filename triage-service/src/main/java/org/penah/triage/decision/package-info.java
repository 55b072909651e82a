/** Signed decisions of sources about their own tips: to withdraw a consent, or to erase everything. */
@NullMarked
package org.penah.triage.decision;

import org.jspecify.annotations.NullMarked;
