/** Remembers what sources have taken back, so that it also holds for a tip that comes later. */
@NullMarked
package org.penah.triage.withdrawal;

import org.jspecify.annotations.NullMarked;
