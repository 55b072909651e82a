/** Counts of what is at the desk, for its members: numbers by day, and nothing that points at one tip. */
@NullMarked
package org.penah.triage.dashboard;

import org.jspecify.annotations.NullMarked;
