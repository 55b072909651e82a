/** Lets tips go when their time is over, and never one that somebody may still need; the journal keeps that there was one. */
@NullMarked
package org.penah.triage.retention;

import org.jspecify.annotations.NullMarked;
