/** Remembers withdrawals of sources, so that they also hold for a tip that comes later. */
@NullMarked
package org.penah.triage.withdrawal;

import org.jspecify.annotations.NullMarked;
